"""Bottlenecks, trends and success factors from practice, on their way up; for the centre.

Knows organisations, regions and counts, and no victim: what stands above hands it numbers and a text without
a person in it. A signal is never deleted: its steps are appended.
"""
