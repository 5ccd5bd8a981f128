"""Yes, no, and not known: logic in which a question stays a question."""

from enum import IntEnum


class Truth(IntEnum):
    """In this order "and" is the least and "or" the greatest (Kleene's strong logic)."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @property
    def opposite(self) -> "Truth":
        return Truth(2 - self)


def truth_of(value: bool) -> Truth:
    return Truth.YES if value else Truth.NO


def every(values: "list[Truth]") -> Truth:
    return Truth(min(values, default=Truth.YES))


def some(values: "list[Truth]") -> Truth:
    return Truth(max(values, default=Truth.NO))
