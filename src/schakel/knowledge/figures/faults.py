"""What is refused, and why."""

from typing import Any


class UnfitCubeError(ValueError):
    """The cube is not complete, does not add up or shows a number below its base; it is not published."""


class NotInCubeError(ValueError):
    """The cube has no such cell: its unit, dimension or category does not exist, or it is too fine."""


class WithdrawnError(ValueError):
    """What stood here was withdrawn; `withdrawal` has the note that stands in its place."""

    def __init__(self, withdrawal: Any) -> None:
        super().__init__("withdrawn")
        self.withdrawal = withdrawal


class UnfitSetError(ValueError):
    """These synthetic records may not be published, or cannot be withdrawn."""
