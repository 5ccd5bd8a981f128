"""A run as its page shows it: what was seen, what came out, and why it should or should not be believed.

Where the data cannot carry a number, no number of people leaves this file but those that were seen: of
variants the page then tells only how far they lie apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from schakel.insight.analysis.choices import KIND_CODES
from schakel.insight.analysis.dimensions import dimensions
from schakel.insight.analysis.labels import kind_label
from schakel.insight.estimation import wording
from schakel.insight.estimation.choices import YEAR, Part
from schakel.insight.estimation.models import Run

Row = dict[str, Any]
_MOST_COMBINATIONS = 40
NONE = "–"


def list_label(name: str) -> str:
    """A list in words, also one that was merged of several."""
    return " + ".join(kind_label(part) if part in KIND_CODES else part for part in name.split("+"))


def trait_label(code: str) -> str:
    """A trait in words; a column of a file as it is called."""
    if code == YEAR:
        return _("Year")
    known = dimensions()
    return str(known[code].label) if code in known else code


def group_label(name: str) -> str:
    """A group in words: ``sex=FEMALE``."""
    trait, _between, code = name.partition("=")
    known = dimensions()
    told = known[trait].name(code) if trait in known else code
    return f"{trait_label(trait)}: {told}"


def whole(value: float | None) -> str:
    """A number of people."""
    return (
        NONE if value is None else number_format(round(value), use_l10n=True, force_grouping=True)
    )


def overlaps(records: Mapping[str, Any]) -> dict[str, Any]:
    """Who stands on which lists: each list, each two lists, and each combination, largest first."""
    lists = records["lists"]
    counts: dict[int, int] = {}
    for cell, _codes, people in records["rows"]:
        counts[cell] = counts.get(cell, 0) + people
    met = sorted(
        ((cell, people) for cell, people in counts.items() if cell and people),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return {
        "names": [list_label(name) for name in lists],
        "letters": letters(len(lists)),
        "observed": sum(people for _cell, people in met),
        "several": sum(people for cell, people in met if cell.bit_count() > 1),
        "pairs": [
            (
                list_label(name),
                [_on_both(met, place, other) for other in range(len(lists))],
                sum(people for cell, people in met if cell == 1 << place),
            )
            for place, name in enumerate(lists)
        ],
        "combinations": [
            ([bool(cell >> place & 1) for place in range(len(lists))], people)
            for cell, people in met[:_MOST_COMBINATIONS]
        ],
        "left_out": max(0, len(met) - _MOST_COMBINATIONS),
        "met": met,
    }


def letters(count: int) -> list[str]:
    """Short names for lists, where the long ones have no room."""
    return [chr(ord("A") + place) for place in range(count)]


def _on_both(met: Sequence[tuple[int, int]], one: int, two: int) -> int:
    wanted = 1 << one | 1 << two
    return sum(people for cell, people in met if cell & wanted == wanted)


class _Shown:
    """How numbers of variants are shown: as they are where a number is carried, else as a distance."""

    def __init__(self, carries: bool, main: float | None) -> None:
        self.carries, self.main = carries, main

    def number(self, value: float | None) -> str:
        return whole(value) if self.carries else NONE

    def times(self, value: float | None) -> str:
        if value is None or not self.main:
            return NONE
        return f"× {number_format(value / self.main, 2)}"

    def line(self, label: str, row: Row) -> Row:
        """A row of a table of variants; without a number where it may not be given."""
        given = self.carries and not row["refused"]
        value = row["estimate"] if given else None
        return {
            "label": label,
            "model": _model(row),
            "observed": whole(row["observed"]),
            "estimate": whole(value),
            "interval": interval(row) if given else "",
            "times": self.times(row["estimate"]),
            "reasons": wording.reasons(row["refused"]),
            "method": wording.method(row["method"]) if row["method"] else "",
        }


def told(run: Run) -> dict[str, Any]:
    """Everything of a finished run but its overlaps."""
    steps = list(run.steps.exclude(part=Part.DRAWS))
    by_part: dict[str, list[Any]] = {}
    for step in steps:
        by_part.setdefault(step.part, []).append(step)
    limits = by_part[Part.LIMITS][0]
    main = limits.rows[0]
    shown = _Shown(run.carries, main["estimate"])
    point = by_part[Part.POINT][0].result
    models = by_part.get(Part.MODELS, [])
    return {
        "main": _main(run, main, limits.result),
        "reasons": wording.reasons(run.refused),
        "cautions": wording.cautions(run.warned),
        "notes": point.get("notes", []),
        "candidates": [_candidate(one, shown) for one in point.get("candidates", [])],
        "models": _models(models[0].result, shown) if models else None,
        "sensitivity": [
            (
                title,
                [
                    shown.line(label(row), row)
                    for step in by_part.get(part, ())
                    for row in step.rows
                ],
            )
            for part, title, label in _sections()
            if part in by_part
        ],
        "groups": _groups(by_part, shown),
        "spread": _spread(
            [main, *(row for step in by_part[Part.METHOD] for row in step.rows)], shown
        ),
    }


def _spread(rows: Iterable[Row], shown: _Shown) -> str:
    """The smallest and largest estimate of the methods that may be shown; a lower bound is none."""
    found = [
        row["estimate"]
        for row in rows
        if row["estimate"] and not row["refused"] and row["method"] != "chao"
    ]
    return f"{whole(min(found))} – {whole(max(found))}" if shown.carries and found else ""


def _sections() -> list[tuple[Part, str, Any]]:
    return [
        (Part.METHOD, _("By other methods"), lambda row: wording.method(row["name"])),
        (Part.THRESHOLDS, _("With another threshold of stepwise choice"), lambda row: row["name"]),
        (Part.LISTS, _("Without a list, or with two lists as one"), _of_lists),
        (Part.LINKS, _("With errors in the links between lists"), _of_links),
        (Part.SUB3, _("Without those of art. 273f(1)(3) only"), _of_links),
    ]


def _of_lists(row: Row) -> str:
    name = row["name"]
    if name.startswith("-"):
        return _("Without %(list)s") % {"list": list_label(name[1:])}
    return _("Together: %(lists)s") % {"lists": list_label(name)}


def _of_links(row: Row) -> str:
    return wording.variant(row["part"], row["name"])


def _model(row: Row) -> str:
    """A model as statisticians write it; one with traits names what depends on what."""
    if row["method"] != "covariates":
        return str(row["model"])
    pairs = [pair.split("×") for pair in row["model"].split(", ") if pair]
    known = dimensions()
    return ", ".join(
        " × ".join(
            trait_label(name) if name == YEAR or name in known else list_label(name)
            for name in pair
        )
        for pair in pairs
    )


def interval(row: Mapping[str, Any]) -> str:
    """The limits at 95 %; a limit that is not reached says so."""
    low, high = row["low"], row["high"]
    if low is None:
        return ""
    if high is None:
        return _("from %(low)s, without an upper limit") % {"low": whole(low)}
    return _("%(low)s to %(high)s") % {"low": whole(low), "high": whole(high)}


def _main(run: Run, row: Row, result: Mapping[str, Any]) -> Row:
    found = {
        "model": row["model"],
        "method": wording.method(run.plan["method"]),
        "existence": wording.existence(row["existence"]),
        "observed": whole(row["observed"]),
        "several": whole(row["on_several"]),
        "draws": result.get("without"),
    }
    if not run.carries:
        return found
    return found | {
        "estimate": whole(row["estimate"]),
        "interval": interval(row),
        "ratio": number_format(row["estimate"] / row["observed"], 1),
        "unseen": whole(row["estimate"] - row["observed"]),
        "acceleration": result.get("acceleration"),
    }


def _candidate(one: Row, shown: _Shown) -> Row:
    return {
        **one,
        "names": " – ".join(list_label(name) for name in one["pair"]),
        "expected": number_format(one["expected"], 1),
        "chance": number_format(one["chance"], 4) if one["chance"] >= 0.0001 else "< 0,0001",
        "existence": wording.existence(one["trouble"]),
        "estimate": shown.number(one["estimate"]),
        "times": shown.times(one["estimate"]),
    }


def _models(result: Mapping[str, Any], shown: _Shown) -> Row:
    rows = [
        {
            "model": row["model"],
            "bic": number_format(row["bic"], 2),
            "weight": f"{number_format(100 * row['weight'], 1)}%",
            "estimate": shown.number(row["estimate"]),
            "times": shown.times(row["estimate"]),
            "aic": row["name"] == "aic",
        }
        for row in result["rows"]
    ]
    return {
        "rows": rows,
        "considered": result.get("considered", 0),
        "admissible": result.get("admissible", 0),
        "unfit": result.get("considered", 0) - result.get("admissible", 0),
    }


def _groups(by_part: Mapping[str, Iterable[Any]], shown: _Shown) -> list[tuple[str, list[Row]]]:
    """A table for each trait, and one by year."""
    found: dict[str, list[Row]] = {}
    for step in by_part.get(Part.ONE_MODEL, ()):
        title = (
            _("By year, in one model") if step.name == "years" else _("All groups, in one model")
        )
        for row in step.rows:
            label = group_label(row["name"]) if row["name"] else _("Everybody")
            # The model is that of everybody: said once.
            line = shown.line(label, row) | ({"model": ""} if row["name"] else {})
            found.setdefault(title, []).append(line)
    for step in by_part.get(Part.YEAR, ()):
        found.setdefault(_("Year"), []).append(shown.line(step.name, step.rows[0]))
    for step in by_part.get(Part.GROUP, ()):
        trait = trait_label(step.name.partition("=")[0])
        label = group_label(step.name).partition(": ")[2]
        found.setdefault(trait, []).append(shown.line(label, step.rows[0]))
    return list(found.items())


def offered(content: Mapping[str, Any]) -> dict[str, Any]:
    """What everybody would read, for the one who signs."""
    low, high = content["interval"]
    several = sum(
        people for cell, people in content["overlaps"].items() if int(cell).bit_count() > 1
    )
    return {
        "texts": [
            (_("Title in Dutch"), content["title"]["nl"]),
            (_("Title in English"), content["title"]["en"]),
            (_("Who is counted, in Dutch"), content["population"]["nl"]),
            (_("Who is counted, in English"), content["population"]["en"]),
            (_("Years"), "–".join(str(year) for year in content["years"])),
            (_("Estimated people, seen and unseen"), whole(content["estimate"])),
            (
                _("Interval (95%)"),
                _("%(low)s to %(high)s") % {"low": whole(low), "high": whole(high)},
            ),
            (_("By other methods"), " – ".join(whole(value) for value in content["spread"])),
            (_("People seen"), whole(content["observed"])),
            (_("Of these on more than one list"), whole(several)),
        ],
        "smallest": whole(min(content["overlaps"].values(), default=None)),
    }
