"""How good synthetic records are, said with public numbers alone: no further look at the register.

What compares them with the truth stays inside (`making`). Here: how much noise the privacy budget makes, and
how far each column is from the figures that were released of the same years.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from schakel.foundation.terms.answers import NO_ANSWER, UNKNOWN
from schakel.insight.synthesis.choices import DELTA
from schakel.insight.synthesis.models import SyntheticFile
from schakel.knowledge.figures.faults import NotInCubeError
from schakel.knowledge.figures.reading import Standing, standing
from schakel.methods.synthesis.accounting import Budget, scale_of

_PERSONS = "PERSONS"
_PERIOD = "period"
# A column, the dimension of the released figures that divides by the same, and the categories that
# together are what the column calls not known, where they are several.
_SAME: Mapping[str, str] = {
    "reporter": "reporter",
    "region": "region",
    "sex": "sex",
    "age_group": "age",
    "minor": "age",
    "citizenship": "nationality",
    "domestic_crossborder": "route",
}
_UNKNOWN = {"age_group": ("MINOR_UNKNOWN", "ADULT_UNKNOWN", UNKNOWN)}


def quality(file: SyntheticFile, records: bytes) -> dict[str, Any]:
    """`values_off` and `pairs_off`: the usual noise on a count of one and of two columns, in records.

    `differences`: by column the share of records that would have to change for it to be as released.
    """
    budget, columns = Budget(float(file.epsilon), DELTA), len(file.columns)
    pairs = columns * (columns - 1) // 2
    heads, *rows = csv.reader(StringIO(records.decode()))
    found = standing()
    counted = {
        name: Counter(column) for name, column in zip(heads, zip(*rows, strict=True), strict=True)
    }
    return {
        "values_off": round(scale_of(budget.rho_values, columns)),
        "pairs_off": round(scale_of(budget.rho_pairs, pairs)),
        "figures_version": found.version.version if found else None,
        "differences": _differences(file, counted, found) if found else {},
    }


def _differences(
    file: SyntheticFile, counted: Mapping[str, Counter[str]], found: Standing
) -> dict[str, float]:
    years = [str(year) for year in range(file.first_year, file.last_year + 1)]
    if not set(years) <= set(found.years):
        return {}
    differences = {}
    for name, codes in counted.items():
        try:
            released = _released(found, years, name, codes)
        except NotInCubeError:
            continue
        if released:
            differences[name] = round(_distance(_folded(codes), released), 3)
    return differences


def _folded(codes: Mapping[str, int]) -> Counter[str]:
    """The counts with every answer that is none under one name."""
    found: Counter[str] = Counter()
    for code, count in codes.items():
        found[UNKNOWN if code in NO_ANSWER else code] += count
    return found


def _released(
    found: Standing, years: Iterable[str], name: str, codes: Mapping[str, int]
) -> Counter[str]:
    """The released persons of these years by the codes of a column; empty where none divides so."""
    counts: Counter[str] = Counter()
    if name == _PERIOD:
        return Counter({year: found.counts(year, [{"unit": _PERSONS}])[0] or 0 for year in years})
    if name not in _SAME:
        return counts
    for code in _folded(codes):
        same = _UNKNOWN.get(name, (code,)) if code == UNKNOWN else (code,)
        cells = [{"unit": _PERSONS, _SAME[name]: one} for one in same]
        for year in years:
            counts[code] += sum(count or 0 for count in found.counts(year, cells))
    return counts


def _distance(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Half the sum of the differences between the shares: 0 where they are alike, 1 where nothing is."""
    ones, others = sum(one.values()) or 1, sum(other.values()) or 1
    return (
        sum(abs(one.get(code, 0) / ones - other.get(code, 0) / others) for code in {*one, *other})
        / 2
    )
