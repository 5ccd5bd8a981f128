"""Protection of tables by small-count rounding or cell keys, on arrays; knows no database.

`lattices` builds what is published out of microdata, `rounding` protects it, `checks` judges the result,
`attacks` tries to undo it. After Langsrud & Heldal (2018); written here because no Python library has it.
"""
