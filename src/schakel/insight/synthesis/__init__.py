"""Synthetic records for researchers, out of a snapshot; what the register may lose is kept in a ledger.

For analysts, who ask, and disclosure officers, who sign. Never gives out a record of anybody: rows are
drawn from noisy tables (`methods.synthesis`). Citable figures are the published cubes, not these.
"""
