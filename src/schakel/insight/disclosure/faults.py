"""What the rules of disclosure do not allow."""


class RefusedError(ValueError):
    """Not allowed; the message says why, in the language of the page."""
