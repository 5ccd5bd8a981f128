"""What is refused, and why."""


class UnfitCubeError(ValueError):
    """The cube is not complete, does not add up or shows a number below its base; it is not published."""


class NotInCubeError(ValueError):
    """The cube has no such cell: its unit, dimension or category does not exist, or it is too fine."""
