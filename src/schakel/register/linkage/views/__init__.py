"""Pages of linkage: judging, reviewing, measuring, and what shows while a registrar types."""
