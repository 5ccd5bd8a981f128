"""Pages of analysis: fixed tables, the explorer, snapshots and what differs between them, records."""
