"""How each municipality stands in its approach to human trafficking, then and now; for the centre.

What is written down is appended, never changed: any page can be shown as on a date. Knows municipalities and
the organisations that advise them, and no victim; names no official either, only where one works.
"""
