"""What may be wrong with a question or with the files that are asked."""


class Damaged(Exception):
    """The files of a snapshot are not what was written. The message names the snapshot."""


class UnknownNames(Exception):
    """The address holds names that no question has."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names
