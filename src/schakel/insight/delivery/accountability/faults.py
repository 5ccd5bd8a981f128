"""Why a statement cannot be made or signed."""


class RefusedError(ValueError):
    """The rules do not allow this; the message says why, in the user's language."""
