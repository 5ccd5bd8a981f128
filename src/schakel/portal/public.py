"""Public home pages: stands below the privacy line, imports nothing above it."""
