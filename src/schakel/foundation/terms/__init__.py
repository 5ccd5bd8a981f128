"""Code lists as data: codes with validity, Dutch and English labels and mappings to other standards.

For every app that stores a code. Never holds "none" and "not known" under one code.
"""
