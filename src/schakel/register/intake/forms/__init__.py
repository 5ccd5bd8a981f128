"""The forms of reporters."""
