"""Released tables and charts for everybody. Cannot ask where a table came from."""
