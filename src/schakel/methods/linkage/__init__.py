"""Same person? Standardising, candidate pairs, Fellegi-Sunter scores and clusters; knows no database.

`names` and `records` make what was written comparable, `keys` finds candidates, `comparison` says how two
records agree, `model` what that is worth, `clustering` who belongs together, `evaluation` how well it did.
After Fellegi & Sunter (1969); evidence from names is weighed within a nationality, since candidates are
mostly namesakes of one nationality. The machine proposes, a person decides.
"""
