"""Encrypted fields, blind indexes and the key ring; for every app that stores personal data.

Fails closed: a wrong or missing key is an error, never an empty or garbled value."""
