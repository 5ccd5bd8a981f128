"""The registrar's pages: reports, persons and imports."""
