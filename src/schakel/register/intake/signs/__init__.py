"""A list of signals for professionals: what they saw leads to advice. Stores nothing, knows nobody."""
