"""Pure functions on arrays and tables; a library in its own right, without Django."""
