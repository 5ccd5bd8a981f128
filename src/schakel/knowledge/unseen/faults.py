"""What may be wrong with an estimate that is handed down."""


class UnfitError(ValueError):
    """It cannot stand before everybody; the message says why, for programmers."""
