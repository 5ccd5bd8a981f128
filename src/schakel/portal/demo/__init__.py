"""Invented people and reports for demonstrations, deterministic by seed. Never mixes with real data."""
