"""Protects a table and releases it: no figure leaves the centre by another way. For analysts and disclosure officers."""
