"""What may be wrong with what is asked."""


class RefusedError(ValueError):
    """Not allowed, or not possible; the message says why, in the language of the page."""
