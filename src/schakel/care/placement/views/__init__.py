"""The pages of first shelter, by whose they are."""
