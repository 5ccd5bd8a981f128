"""Pages of linkage: judging, and what shows while a registrar types."""
