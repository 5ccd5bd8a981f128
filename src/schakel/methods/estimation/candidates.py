"""Every model that stepwise choice looked at, and whether each can be estimated at all."""

from dataclasses import dataclass

import numpy as np

from schakel.methods.estimation.existence import Trouble, trouble
from schakel.methods.estimation.fitting import fit
from schakel.methods.estimation.stepwise import THRESHOLD, chances
from schakel.methods.estimation.tables import Table
from schakel.methods.estimation.terms import Flags, Floats, Space, written


@dataclass(frozen=True)
class Candidate:
    """A pair of lists that was held against a model: how many people are on both (`seen`), how many the
    model expects, how surprising that is (one-sided), and what is amiss with the model that has it too.

    `estimate`: everybody by that larger model, infinite where there is none.
    """

    step: int
    pair: tuple[str, str]
    seen: int
    expected: float
    chance: float
    model: str
    trouble: Trouble
    estimate: float
    taken: bool


def candidates(table: Table, threshold: float = THRESHOLD) -> list[Candidate]:
    """Stepwise choice on one table, told step by step; its last step takes nothing in."""
    space = Space(table.lists)
    counts = table.counts[None, :]
    model = space.main.copy()
    found: list[Candidate] = []
    for step in range(1, 2 + int((space.orders == 2).sum())):
        offered = _step(space, table, counts, model, step)
        good = [one for one in offered if not one.trouble and one.chance < threshold]
        best = min(good, key=lambda one: one.chance, default=None)
        found += [one if one is not best else _taken(one) for one in offered]
        if best is None:
            break
        model[_place(space, table, best.pair)] = True
    return found


def _step(space: Space, table: Table, counts: Floats, model: Flags, step: int) -> list[Candidate]:
    fits = fit(space, counts, model[None, :])
    pairs = np.flatnonzero((space.orders == 2) & ~model)
    told = []
    for place in pairs.tolist():
        larger = model.copy()
        larger[place] = True
        code = trouble(space, table.counts, larger)
        estimate = table.observed + float(fit(space, counts, larger[None, :]).unseen[0])
        column = space.design[:, place]
        term = int(space.terms[place])
        one, two = (table.names[at] for at in range(table.lists) if term >> at & 1)
        told.append(
            Candidate(
                step=step,
                pair=(one, two),
                seen=int(table.counts @ column),
                expected=float(fits.means[0] @ column),
                chance=float(chances(table.counts @ column, fits.means[0] @ column)),
                model=written(space, larger),
                trouble=code,
                estimate=float("inf") if code else estimate,
                taken=False,
            )
        )
    return told


def _taken(one: Candidate) -> Candidate:
    return Candidate(**{**vars(one), "taken": True})


def _place(space: Space, table: Table, pair: tuple[str, str]) -> int:
    return space.place(sum(1 << table.names.index(name) for name in pair))
