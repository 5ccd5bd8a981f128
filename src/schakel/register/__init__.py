"""The national register of (possible) victims."""
