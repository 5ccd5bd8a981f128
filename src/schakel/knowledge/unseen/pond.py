"""Two nets in one pond: a small picture of how the number of the unseen follows from the overlap.

There are always a hundred fish. What differs is whether being in one net changes the chance of being in
the other, and so how many are in both. Lincoln and Petersen's rule, first net x second net / both, is right
only when it does not.
"""

from dataclasses import dataclass

FISH = 100
NET = 20
# By choice: fish in both nets.
BOTH = {"apart": 4, "together": 10, "avoid": 2}
USUAL = "apart"
_ROWS, _STEP = 5, 22


@dataclass(frozen=True)
class Fish:
    """A dot: where, and which nets hold it ("", "a", "b" or "ab")."""

    x: int
    y: int
    nets: str


@dataclass(frozen=True)
class Pond:
    """What one sees, and what follows."""

    choice: str
    both: int

    @property
    def seen(self) -> int:
        return 2 * NET - self.both

    @property
    def estimate(self) -> int:
        return NET * NET // self.both

    @property
    def fish(self) -> list[Fish]:
        """Every fish in rows of twenty: the first net on the left, the second beside it."""
        order = ["a"] * (NET - self.both) + ["ab"] * self.both + ["b"] * (NET - self.both)
        order += [""] * (FISH - len(order))
        return [
            Fish(
                _STEP // 2 + _STEP * (place // _ROWS),
                _STEP // 2 + _STEP * (place % _ROWS),
                nets,
            )
            for place, nets in enumerate(order)
        ]


def pond(choice: str) -> Pond:
    """The pond of a choice; of the usual one where there is no such choice."""
    known = choice if choice in BOTH else USUAL
    return Pond(known, BOTH[known])
