"""How one counts whom one cannot see, in plain words, and the estimates that were published.

For everybody. Knows no victims: an estimate comes from above, protected and signed, and never changes.
"""
