"""What of a run may leave: its overlaps rounded, its estimate in three digits, its warnings in words. Heavy.

Overlaps are a table like any other: combinations of fewer than five people become 0 or 5, and every total
is the sum of what is shown (methods.disclosure).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from django.utils.translation import override

from schakel.insight.estimation import wording
from schakel.insight.estimation.choices import Part
from schakel.insight.estimation.models import Run
from schakel.insight.estimation.planning import treated
from schakel.insight.estimation.plans import Plan
from schakel.insight.estimation.presenting import list_label
from schakel.knowledge.unseen.content import BASE, LANGUAGES, Estimate
from schakel.methods.disclosure.designs import Design
from schakel.methods.disclosure.rounding import round_small_counts

_DIGITS = 3


@dataclass(frozen=True)
class Words:
    """What an officer says of an estimate, by language."""

    title: Mapping[str, str]
    population: Mapping[str, str]
    years: tuple[int, int]


def prepared(run: Run, words: Words) -> Estimate:
    """What would be published of a finished run that carries a number.

    Without the fingerprint of its input: with the rounded overlaps beside it, whoever tries every count of
    1 to 4 would find the true ones.
    """
    main = run.steps.get(part=Part.LIMITS).rows[0]
    overlaps = protected(run)
    return Estimate(
        number=run.number,
        title=dict(words.title),
        population=dict(words.population),
        years=words.years,
        observed=sum(overlaps.values()),
        estimate=_short(main["estimate"]),
        interval=(_short(main["low"]), _short(main["high"])),
        spread=_spread(run, main),
        method=_worded(lambda: wording.method(run.plan["method"])),
        model=main["model"],
        warnings=_worded(lambda: wording.cautions(run.warned)),
        lists=tuple(_worded(partial(list_label, name)) for name in main["lists"]),
        overlaps={str(cell): people for cell, people in overlaps.items() if people},
        made={
            "version": run.version,
            **{name: run.plan[name] for name in ("method", "threshold", "draws", "seed")},
            "treatments": [dict(one) for one in run.plan["treatments"]],
        },
    )


def protected(run: Run) -> dict[int, int]:
    """People by set of lists, so that no number and no total of a list is 1 to 4."""
    table = treated(run.content, Plan.of(run.plan)).table()
    cells = len(table.counts)
    # What is shown: each combination, everybody on each list, everybody on each two, and all.
    sets = [*(1 << place for place in range(table.lists))]
    sets += [one | two for one in sets for two in sets if one < two]
    rows = np.full((cells, len(sets) + 2), cells + len(sets) + 1, dtype=np.int32)
    for place in range(cells):
        rows[place, 0], rows[place, 1] = place, cells + len(sets)
        for at, wanted in enumerate(sets):
            if (place + 1) & wanted == wanted:
                rows[place, at + 2] = cells + at
    design = Design(rows, cells + len(sets) + 1)
    found = round_small_counts(
        table.counts.astype(np.int64), design, base=BASE, totals=(cells + len(sets),)
    )
    return {place + 1: int(people) for place, people in enumerate(found.tolist())}


def _short(value: float) -> int:
    """In three digits: more would say more than the data do, and let small counts be worked out."""
    size = max(0, len(str(round(value))) - _DIGITS)
    return int(round(value / 10**size) * 10**size)


def _spread(run: Run, main: Mapping[str, Any]) -> tuple[int, int]:
    """The smallest and largest estimate by a method that may be shown."""
    found = [
        row["estimate"]
        for step in run.steps.filter(part=Part.METHOD)
        for row in step.rows
        if row["estimate"] and not row["refused"] and row["method"] != "chao"
    ]
    found.append(main["estimate"])
    return _short(min(found)), _short(max(found))


def _worded(say: Callable[[], Any]) -> dict[str, Any]:
    told = {}
    for language in LANGUAGES:
        with override(language):
            told[language] = say()
    return told
