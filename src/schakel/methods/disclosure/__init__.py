"""Protection of tables by small-count rounding or cell keys, on arrays; knows no database.

`specs` says what is to be published, `cubes` builds it out of microdata, `protecting` protects it by
`rounding`, `checks` judges the result, `methods.attacks` tries to undo it. After Langsrud & Heldal (2018);
written here because no Python library has it.
"""
