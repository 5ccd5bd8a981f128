"""Files of reports: read, checked row by row, and turned into `ReportData`. Stores nothing."""
