"""Invented shelters and people for the demonstration: years of history, and a busy evening."""
