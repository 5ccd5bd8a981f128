"""Files that people send along: told by their content, bounded, scanned for viruses, handed out to be saved.

For whatever app keeps files. Knows neither who sent one nor what it belongs to, and keeps nothing itself.
"""
