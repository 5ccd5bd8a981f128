"""The pages of reporters."""
