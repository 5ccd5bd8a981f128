"""A run as rows of data: its facts, its lists, and every estimate in it."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from schakel.insight.estimation import presenting, wording
from schakel.insight.estimation.choices import Part
from schakel.insight.estimation.models import Run
from schakel.insight.estimation.plans import DROP, Plan
from schakel.register.persons.queries import actor_names

COLUMNS = (
    *("part", "name", "method", "model", "existence", "lists", "observed", "on_several"),
    *("estimate", "low", "high", "times_main", "bic", "weight", "rhat", "refused"),
)
_NUMBERS = ("estimate", "low", "high")


def grouped(run: Run) -> Mapping[str, Any]:
    """The people of a run by the lists of its estimate; before it is set up, by those of the input."""
    if not run.plan:
        return run.content["persons"]
    planning = import_module("schakel.insight.estimation.planning")
    found: Mapping[str, Any] = planning.treated(run.content, Plan.of(run.plan)).as_json()
    return found


def chart(run: Run) -> dict[str, Any] | None:
    """The picture of the overlaps in both widths; None where nobody is on two lists."""
    drawing = import_module("schakel.insight.estimation.drawing")
    found = drawing.draw(presenting.overlaps(grouped(run)))
    return {name: mark_safe(svg) for name, svg in found.items()} if found else None


def rows(run: Run) -> Iterator[tuple[Any, ...]]:
    """Every estimate of a finished run, in the order of `COLUMNS`."""
    main = run.steps.get(part=Part.LIMITS).rows[0]["estimate"]
    for step in run.steps.exclude(part=Part.DRAWS):
        for row in step.rows:
            kept = dict(row)
            if main and kept["estimate"] is not None:
                kept["times_main"] = round(kept["estimate"] / main, 4)
            if kept["refused"] or not run.carries:
                kept |= dict.fromkeys(_NUMBERS)
            kept["lists"], kept["refused"] = " ".join(kept["lists"]), " ".join(kept["refused"])
            yield tuple("" if kept.get(name) is None else kept[name] for name in COLUMNS)


def input_rows(run: Run) -> Iterator[list[Any]]:
    """The lists as a table of 0 and 1, its names first."""
    records = grouped(run)
    lists = records["lists"]
    counts: dict[int, int] = {}
    for cell, _codes, people in records["rows"]:
        counts[cell] = counts.get(cell, 0) + people
    yield [*lists, "count"]
    for cell, people in sorted(counts.items()):
        yield [*(cell >> place & 1 for place in range(len(lists))), people]


def facts(run: Run) -> list[tuple[str, object]]:
    """What a run is, for the top of its page."""
    names = actor_names({run.made_by, run.offered_by, run.answered_by} - {""})
    found: list[tuple[str, object]] = [
        (_("State"), run.get_state_display()),
        (_("Made by"), f"{names.get(run.made_by, run.made_by)}, {_moment(run.made_at)}"),
        (_("Hash of the input (SHA-256)"), run.sha256),
        (_("Version of the program"), run.version),
    ]
    if run.snapshot:
        found[1:1] = [(_("Snapshot"), run.snapshot.number), (_("Years"), run.years)]
    return [*found, *_chosen(run)]


def _chosen(run: Run) -> list[tuple[str, object]]:
    if not run.plan:
        return []
    plan = Plan.of(run.plan)
    found: list[tuple[str, object]] = [
        (_("Method"), wording.method(plan.method)),
        (
            _("Threshold, draws, seed"),
            f"{plan.threshold:g}, {presenting.whole(plan.draws)}, {plan.seed}",
        ),
    ]
    for one in plan.treatments:
        into = (
            _("left out")
            if one.into == DROP
            else _("merged with %(list)s") % {"list": presenting.list_label(one.into)}
        )
        found.append((presenting.list_label(one.list), f"{into}: {one.reason}"))
    return found


def _moment(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%d-%m-%Y %H:%M")
