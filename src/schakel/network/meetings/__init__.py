"""Platforms of the network and their meetings: agenda, papers, minutes, decisions, actions; for members.

Knows organisations, signals and who is a member when; no victim. What a meeting left open goes to the next.
"""
