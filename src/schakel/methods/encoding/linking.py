"""Messages of several senders → pairs that are alike, and clusters for counting; without a key and a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

import numpy as np

from schakel.methods.encoding.comparison import alike, alike_across
from schakel.methods.encoding.messages import KNOWN, Message
from schakel.methods.linkage.clustering import clusters

# From this likeness on nearly all pairs are true (precision .96 among 20,000 reports).
STRONG = 0.77
_USUAL, _PER_DOUBLING = 20_000, 0.01
_LOWEST, _HIGHEST = 0.65, 0.75


class IncomparableError(Exception):
    """Messages that cannot be compared; the text says why."""


@dataclass(frozen=True)
class Linked:
    """`reports`: sender and reference; `pairs`: two places (lower first) and likeness; a cluster each."""

    reports: list[tuple[str, str]]
    pairs: list[tuple[int, int, float]]
    clusters: np.ndarray


def default_threshold(messages: Sequence[Message], within: bool) -> float:
    """The likeness of the parameters holds among 20,000 reports; half as many need .01 less.

    Strangers are alike by chance as often as there are pairs, true pairs as often as there are reports.
    """
    sizes = [len(one.rows) for one in messages]
    pairs = sum(size * (sum(sizes) - size) for size in sizes) / 2
    pairs += sum(size**2 for size in sizes) / 2 if within else 0
    doublings = log2(max(2 * pairs, 1)) / 2 - log2(_USUAL)
    threshold = KNOWN[messages[0].head.parameters].threshold + _PER_DOUBLING * doublings
    return round(min(max(threshold, _LOWEST), _HIGHEST), 3)


def link(messages: Sequence[Message], threshold: float, within: bool) -> Linked:
    """Compare every message with every other, and `within` also its own reports with each other.

    Raises IncomparableError and TooManyAlike.
    """
    _comparable(messages)
    reports = [(one.head.partner, row.ref) for one in messages for row in one.rows]
    if len(set(reports)) < len(reports):
        raise IncomparableError("The same report of one sender stands in two of the files.")
    codes = [[row.codes for row in one.rows] for one in messages]
    starts = np.cumsum([0] + [len(one) for one in codes]).tolist()
    pairs = []
    for number, left in enumerate(codes):
        found = [(number, alike(left, threshold))] if within else []
        found += [
            (other, alike_across(left, codes[other], threshold))
            for other in range(number + 1, len(codes))
        ]
        pairs += [
            (starts[number] + one, starts[other] + two, likeness)
            for other, part in found
            for one, two, likeness in part
        ]
    joined = {(one, other): likeness for one, other, likeness in pairs}
    return Linked(reports, sorted(pairs), clusters(len(reports), joined)[0])


def _comparable(messages: Sequence[Message]) -> None:
    for name, text in (
        ("epoch", "The files are of different epochs, and codes of two epochs are never alike."),
        ("parameters", "The files were encoded in different ways."),
        ("check", "The files come from programs that read names in different ways."),
        ("key", "The files were encoded with different keys."),
    ):
        if len({getattr(one.head, name) for one in messages}) > 1:
            raise IncomparableError(f"{text} Encode them anew with one key.")
