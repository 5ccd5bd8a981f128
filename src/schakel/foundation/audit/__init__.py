"""The log of who saw or did what, append-only and hash-chained; for auditors and for the person concerned.

Never holds personal data in clear, never forgets, and never stands in the way of its own verification."""
