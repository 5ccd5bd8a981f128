"""From true counts to what a statement may hold: a protected cube for each part, attacked before it is kept.

Works with NumPy and SciPy, and is loaded when a statement is made. The same counts give the same numbers.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from schakel.foundation.vault.fingerprints import fingerprint
from schakel.insight.delivery.accountability.choices import Quarter
from schakel.insight.delivery.accountability.parts import Counted, Split
from schakel.insight.disclosure.choices import ATTACKS, BASE, MINIMUM_ADDED, WAYS
from schakel.methods.attacks.examination import examine
from schakel.methods.disclosure import cubes, protecting
from schakel.methods.disclosure.specs import Dimension, Spec

_MEASURE = "measure"
ALL = "*"
Figures = dict[str, Any]


def figures_of(counted: Counted, part: str, quarter: Quarter) -> Figures:
    """The numbers of one part with their words: nothing true is left in it, unless it is about nobody.

    `counts`: by measure, the number in each category (`split=code`) and in all ("*").
    """
    counts, verdicts = (
        _protected(counted, part, quarter) if counted.about_persons else _as_is(counted)
    )
    few = counted.about_persons and sum(counted.cells.values()) < MINIMUM_ADDED
    return {
        "measures": [asdict(one) for one in counted.measures],
        # Of so few the whole is told and nothing else.
        "splits": [] if few else [_told(split) for split in counted.splits],
        "few": few,
        "protected": counted.about_persons,
        "counts": {
            measure: {place: number for place, number in found.items() if place == ALL or not few}
            for measure, found in counts.items()
        },
        "verdicts": verdicts,
    }


def _told(split: Split) -> Figures:
    categories = [[code, text.nl, text.en] for code, text in split.categories.items()]
    return {
        "code": split.code,
        "name": asdict(split.name),
        "definition": asdict(split.definition) if split.definition else None,
        "several": split.several,
        "ordered": split.ordered,
        "categories": categories,
    }


def _protected(counted: Counted, part: str, quarter: Quarter) -> tuple[Figures, list[Figures]]:
    if not any(counted.cells.values()):
        return {one.code: {} for one in counted.measures}, []
    records, spec = _records(counted), _spec(counted)
    secret = fingerprint("accountability.rounding", part, quarter.code).encode()
    made = protecting.protect(cubes.build(records, spec), secret)
    found = examine(made.cells, records, _plain(spec), only=ATTACKS)
    verdicts = [{"code": one.code, "passed": one.passed} for one in found]
    broken = made.verdict
    sound = not (
        broken.small_cells or broken.broken_sums or broken.off_base or broken.revived_zeros
    )
    return _narrow(counted, made.cells), [*verdicts, {"code": "cube", "passed": sound}]


def _records(counted: Counted) -> pa.Table:
    names = (_MEASURE, *(split.code for split in counted.splits))
    rows = [codes for codes, number in sorted(counted.cells.items()) for _one in range(number)]
    return pa.table({name: [row[at] for row in rows] for at, name in enumerate(names)})


def _spec(counted: Counted) -> Spec:
    measure = Dimension(_MEASURE, several=True, always=True)
    splits = (Dimension(split.code, several=split.several) for split in counted.splits)
    return Spec((measure, *splits), base=BASE, ways=WAYS)


def _plain(spec: Spec) -> Figures:
    dimensions = [
        {"name": one.name, "hierarchy": {}, "several": one.several, "always": one.always}
        for one in spec.dimensions
    ]
    return {"dimensions": dimensions, "base": spec.base, "ways": spec.ways}


def _narrow(counted: Counted, cells: pa.Table) -> Figures:
    """The totals, and each split by itself: of a quarter no more is told."""
    counts: dict[str, dict[str, int]] = {one.code: {} for one in counted.measures}
    for row in cells.to_pylist():
        apart = [f"{name}={row[name]}" for name in _names(counted) if row[name] != ALL]
        if len(apart) <= 1:
            counts[row[_MEASURE]]["".join(apart) or ALL] = row["count"]
    return {code: dict(sorted(found.items())) for code, found in counts.items()}


def _as_is(counted: Counted) -> tuple[Figures, list[Figures]]:
    counts: dict[str, dict[str, int]] = {one.code: {} for one in counted.measures}
    for (measures, *codes), number in counted.cells.items():
        for measure in measures.split("|"):
            for place in (ALL, *_places(counted, codes)):
                counts[measure][place] = counts[measure].get(place, 0) + number
    return {code: dict(sorted(found.items())) for code, found in counts.items()}, []


def _places(counted: Counted, codes: list[str]) -> Iterator[str]:
    for name, code in zip(_names(counted), codes, strict=True):
        yield from (f"{name}={one}" for one in code.split("|"))


def _names(counted: Counted) -> list[str]:
    return [split.code for split in counted.splits]
