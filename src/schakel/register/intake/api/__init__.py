"""Reports for the systems of organisations that report: sent, followed, corrected and withdrawn."""
