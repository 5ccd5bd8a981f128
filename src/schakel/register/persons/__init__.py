"""Persons, their identities (encrypted), registrations and exploitation; for registrars.

Each (possible) victim is counted once. Never calls anybody a victim: the register holds possible victims."""
