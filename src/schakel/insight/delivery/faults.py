"""Why an edition cannot be changed, offered or signed."""


class UnfitTextError(ValueError):
    """A text names a number that no placeholder brings; `found` says which."""

    def __init__(self, found: list[str]) -> None:
        self.found = found
        super().__init__(", ".join(found))


class RefusedError(ValueError):
    """The rules do not allow this; the message says why, in the user's language."""


class ClosedEditionError(RefusedError):
    """The edition was offered or published, and its text does not change any more."""
