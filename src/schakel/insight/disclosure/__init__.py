"""Protects a table and releases it: no figure leaves the centre by another way.

For analysts. Never changes what was released: a new release takes its place.
"""
