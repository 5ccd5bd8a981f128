"""Which values a column can have: from a list that was there before the data, or named privately.

A value is part of what is published. Where no list is given, only values are named whose noisy count is
above a threshold that the value of one single record hardly ever reaches (stability-based histogram,
Korolova et al. 2009; Bun, Nissim & Stemmer 2016). Records with another value go to OTHER, or, where there
are few of those, get one of the named values as their other columns make likely.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.methods.synthesis.noise import Counts, Noise, threshold

OTHER = "OTHER"
# How a register may itself call what is not one of its own values.
_OTHERS = frozenset({"OTHER", "OVERIG", "OVERIGE", "ANDERS"})
# Below this fraction of the records the values that are not named get no value of their own.
SPREAD_BELOW = 0.05
NOWHERE = -1
_HELD_BY_NOISE = 2.0

Codes = NDArray[np.int32]


class DomainError(ValueError):
    """A column cannot be used; the message says which and what to do."""


@dataclass(frozen=True)
class Column:
    """The values of each record (`codes` into `found`), before anything was decided about them."""

    name: str
    codes: Codes
    found: tuple[str, ...]
    # The list of values, where it was fixed beforehand.
    listed: tuple[str, ...] | None = None

    def counts(self) -> Counts:
        return np.bincount(self.codes, minlength=len(self.found)).astype(np.int64)


@dataclass(frozen=True)
class Domain:
    """What may be published of a column, with its noisy counts; `codes` is NOWHERE for the rest."""

    name: str
    values: tuple[str, ...]
    counts: NDArray[np.float64]
    codes: Codes
    # Was the list of values there before the data?
    listed: bool
    # The fraction of records, with noise, whose value is not named.
    rest: float

    @property
    def size(self) -> int:
        return len(self.values)


def domain_of(column: Column, rows: float, scale: float, chance: float, noise: Noise) -> Domain:
    """Measure a column: its values and their counts, with noise of `scale`.

    `rows` is the noisy number of records, `chance` the probability that may be taken that a value is
    named because of one record. Raises DomainError where no value is shared by enough records.
    """
    if column.listed is not None:
        return _listed(column, column.listed, rows, scale, noise)
    lowest = threshold(scale, chance)
    noisy = noise.added(column.counts(), scale)
    named = np.flatnonzero(noisy >= lowest)
    if not len(named):
        raise DomainError(
            f"Column {column.name}: no value is shared by enough records to be named (about {lowest} are "
            "needed). It looks like numbers or names of single records: leave it out with --columns, or "
            "group its values."
        )
    return _with_rest(column, named, noisy[named].astype(float), rows)


def _listed(
    column: Column, values: Sequence[str], rows: float, scale: float, noise: Noise
) -> Domain:
    place = {value: code for code, value in enumerate(values)}
    into = np.array([place.get(value, NOWHERE) for value in column.found], dtype=np.int32)
    codes = into[column.codes]
    true = np.bincount(codes[codes != NOWHERE], minlength=len(values)).astype(np.int64)
    noisy = noise.added(true, scale).astype(float)
    # Most listed values that nobody has would otherwise get a few records from the noise alone.
    counts = np.where(noisy < _HELD_BY_NOISE * scale, 0.0, noisy)
    if not counts.any():
        raise DomainError(
            f"Column {column.name}: the list of values that was given does not fit the data."
        )
    rest = max(0.0, 1 - counts.sum() / max(rows, 1.0))
    return Domain(column.name, tuple(values), counts, codes, True, rest)


def _with_rest(
    column: Column, named: NDArray[np.intp], counts: NDArray[np.float64], rows: float
) -> Domain:
    values = [column.found[code] for code in named]
    into = np.full(len(column.found), NOWHERE, dtype=np.int32)
    into[named] = np.arange(len(named), dtype=np.int32)
    left = max(0.0, rows - counts.sum())
    rest = left / max(rows, 1.0)
    own = next((code for code, value in enumerate(values) if value.upper() in _OTHERS), None)
    if own is None and rest >= SPREAD_BELOW:
        own, counts = len(values), np.append(counts, 0.0)
        values.append(OTHER)
    if own is not None:
        into[into == NOWHERE] = own
        counts[own] += left
    return Domain(column.name, tuple(values), counts, into[column.codes], False, rest)
