"""Identities as codes that can be compared and not read: two keyed, salted, folded bit strings each.

`parameters` say how, `bits` makes them, `comparison` finds who is alike. The key belongs to the senders and
to nobody who compares. After Schnell, Bachteler & Reiher (2009) and Schnell & Borgs (2016: salting,
XOR-folding); written here because the libraries have not been kept up.
"""
