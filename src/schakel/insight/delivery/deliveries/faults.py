"""Why something cannot be delivered."""


class RefusedError(ValueError):
    """The rules of deliveries do not allow this; the message says why, in the user's language."""


class UnopenedError(ValueError):
    """A sealed file cannot be opened."""
