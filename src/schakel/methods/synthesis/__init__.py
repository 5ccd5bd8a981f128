"""Synthetic microdata under differential privacy, with what it keeps and what an attacker learns of it.

`synthesising` is the way in, `program` the command. Noisy margins on OpenDP's noise (`measuring`), rows
drawn from them (`drawing`, `settling`), judged by `evaluation` and `attacks`; knows no database.
"""
