"""Reports exactly as received, by form or file; for reporters and registrars.

A report is never edited: a correction is a new report that names the old one. Knows no person."""
