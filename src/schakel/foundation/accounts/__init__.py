"""People who work with the system, the organisations they act for, and how they prove who they are.

Knows no victim. A role is always held for an organisation (a mandate).
"""
