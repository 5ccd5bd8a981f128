"""S1: the bounds that linear programming puts on small numbers and on single persons."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.methods.attacks.knowledge import Method, Solver, View
from schakel.methods.attacks.polytopes import ImpossibleError
from schakel.methods.attacks.truths import Truth
from schakel.methods.attacks.verdicts import Verdict, judged

Cells = NDArray[np.int64]
Rng = np.random.Generator
Progress = Callable[[str], None]
_TARGETS = 200
# Pairs of cells that are looked at for each small difference that is wanted.
_TRIED = 20
KINDS = ("small", "single", "difference")


@dataclass(frozen=True)
class Target:
    """A true small number that an attacker wants to know: the inner cells that it is the sum of."""

    kind: str
    name: str
    cells: Cells
    truth: int


@dataclass(frozen=True)
class Found:
    """The bounds on one target; `held` where the truth lies between them."""

    target: Target
    low: float
    high: float

    @property
    def held(self) -> bool:
        return self.low <= self.target.truth <= self.high

    def in_words(self) -> str:
        return f"{self.target.name}: {self.target.truth} in {self.low:.0f}-{self.high:.0f}"

    @property
    def width(self) -> float:
        return self.high - self.low


def audit(truth: Truth, view: View, rng: Rng, progress: Progress, most: int = _TARGETS) -> Verdict:
    """Passed when no bounds that hold are narrower than base - 1."""
    chosen = [
        *small_cells(truth, view.base, rng, most),
        *single_persons(truth, rng, most),
        *differences(truth, view.base, rng, most),
    ]
    method, found = attack(view, chosen, progress)
    held = [one for one in found if one.held]
    # A target that was found exactly is worse than any narrow one, and a small number of persons than many.
    worst = min(held, key=lambda one: (one.width, one.target.truth), default=None)
    limit = view.base - 1
    narrow = [one for one in held if one.width < limit]
    return judged(
        "S1",
        len(narrow),
        0,
        "targets narrowed",
        None if worst is None else worst.in_words(),
        method=method,
        targets=len(found),
        determined=sum(one.width == 0 for one in held),
        narrowest=worst.width if worst else None,
        by_kind={kind: _shares(kind, found, limit) for kind in KINDS},
    )


def _shares(kind: str, found: list[Found], limit: int) -> dict[str, float | int | None]:
    of_kind = [one for one in found if one.target.kind == kind]
    held = [one for one in of_kind if one.held]
    return {
        "targets": len(of_kind),
        "determined": sum(one.width == 0 for one in held),
        "narrowed": sum(one.width < limit for one in held),
        "narrowest": min((one.width for one in held), default=None),
    }


def small_cells(truth: Truth, base: int, rng: Rng, most: int) -> Iterator[Target]:
    """Published cells whose true count is 1..base-1."""
    counts = truth.cells
    rows = np.flatnonzero((counts > 0) & (counts < base))
    for row in _some(rows, rng, most):
        name = truth.coding.named(int(truth.keys[row]))
        yield Target("small", name, _members(truth, row), int(counts[row]))


def single_persons(truth: Truth, rng: Rng, most: int) -> Iterator[Target]:
    """Combinations of all dimensions, published or not, that only one record has."""
    for cell in _some(np.flatnonzero(truth.counts == 1), rng, most):
        pairs = zip(truth.coding.dimensions, truth.inner[cell], strict=True)
        name = ", ".join(f"{one.name}={value}" for one, value in pairs)
        yield Target("single", name, np.array([cell]), 1)


def differences(truth: Truth, base: int, rng: Rng, most: int) -> Iterator[Target]:
    """Small numbers that stand nowhere, but between two cells that records can both be in.

    Where a record counts under several codes, a cell without another, and what both have, are no cells of
    their own: reports that are not the first of a person, persons of whom two forms are known.
    """
    found: dict[bytes, Target] = {}
    tried = 0
    for one, other, place in _overlapping(truth, rng):
        if len(found) >= most or (tried := tried + 1) > _TRIED * most:
            break
        both = np.intersect1d(_members(truth, one), _members(truth, other))
        left = np.setdiff1d(_members(truth, one), both)
        names = truth.coding.named(int(truth.keys[one])), truth.coding.dimensions[place].name
        code = truth.coding.names(int(truth.keys[other]))[place]
        for word, cells in (("and", both), ("without", left)):
            number = int(truth.counts[cells].sum())
            if 0 < number < base:
                name = f"{names[0]} {word} {names[1]}={code}"
                found.setdefault(cells.tobytes(), Target("difference", name, cells, number))
    yield from list(found.values())[:most]


def _overlapping(truth: Truth, rng: Rng) -> Iterator[tuple[int, int, int]]:
    """Pairs of cells that differ in one code of a dimension with several; "*" is such a code too."""
    codes = truth.coding.codes(truth.keys)
    for place, dimension in enumerate(truth.coding.dimensions):
        if not dimension.several:
            continue
        rest = np.delete(codes, place, axis=1)
        _alike, group = np.unique(rest, axis=0, return_inverse=True)
        order = np.argsort(group, kind="stable")
        starts = np.flatnonzero(np.r_[True, np.diff(group[order]) > 0])
        parts = np.split(order, starts[1:])
        for number in rng.permutation(len(parts)):
            pair = rng.permutation(parts[number])[:2]
            if len(pair) == 2:
                yield int(pair[0]), int(pair[1]), place


def _members(truth: Truth, row: int) -> Cells:
    start, end = truth.design.indptr[row], truth.design.indptr[row + 1]
    return np.sort(truth.design.indices[start:end]).astype(np.int64)


def _some(places: Cells, rng: Rng, most: int) -> list[int]:
    return np.sort(rng.permutation(places)[:most]).tolist()


def attack(
    view: View, targets: list[Target], progress: Progress
) -> tuple[Method | None, list[Found]]:
    """Bounds under the sharpest idea of the method that does not contradict the numbers."""
    for method in view.methods():
        try:
            solver = Solver(view, method)
            found = []
            for number, target in enumerate(targets):
                if number % 50 == 0:
                    progress(f"S1 {method}: {number} of {len(targets)}")
                found.append(_sharpest(solver, target))
            return method, found
        except ImpossibleError:
            continue
    return None, []


def _sharpest(solver: Solver, target: Target) -> Found:
    found = Found(target, *solver.interval(target.cells))
    if not found.held and solver.method is Method.INNER:
        # Not made in just that way: what remains is that no cell was changed by as much as the base.
        return Found(target, *solver.interval(target.cells, strict=False))
    return found
