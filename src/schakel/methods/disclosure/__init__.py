"""Protection of tables by small-count rounding, on arrays; knows no database."""
