"""What may be asked of the monitor: states as on a day, who is due, who was not informed yet."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may
from schakel.foundation.geography import queries as geography
from schakel.foundation.geography.divisions import DIVISIONS
from schakel.foundation.geography.models import Municipality
from schakel.foundation.terms import queries as terms
from schakel.network.monitor.choices import (
    DEEPENING,
    INFORMED,
    ITEMS,
    POLICY,
    THEMES,
    THERE,
    Level,
    Source,
    State,
)
from schakel.network.monitor.counting import History, ItemStanding, ThemeStanding
from schakel.network.monitor.models import Batch, Contact, Office, Status, Survey


def items(on: date | None = None) -> list[tuple[str, str]]:
    """(code, name) of the items that count on `on` (today)."""
    return terms.choices(ITEMS, on)


def theme_of(item: str) -> str:
    """The code of the theme that an item belongs to."""
    found = terms.terms(ITEMS).get(item)
    return found.belongs_to if found else ""


def level_of(item: str) -> Level:
    """The level of the Kader that an item belongs to."""
    return Level.DEEPENING if item in DEEPENING else Level.BASIS


def history(
    until: date,
    municipalities: Iterable[str] | None = None,
    only: Iterable[str] | None = None,
    at: datetime | None = None,
) -> History:
    """Everything that was written down about these municipalities and items, up to `until`; one query.

    `at`: only what was written down up to that moment.
    """
    rows = Status.objects.as_on(until).of(municipalities, only)
    if at is not None:
        rows = rows.filter(at__lte=at)
    found = History()
    for code, item, on, state in rows.values_list("municipality_id", "item", "on", "state"):
        found.add(code, item, on, state)
    return found


def newest(municipality: str, day: date) -> dict[str, Status]:
    """Item → the row that holds on `day`, with its details."""
    rows = Status.objects.as_on(day).of([municipality], None)
    return {row.item: row for row in rows}


def region_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every region of every division, for a select field with groups: values such as ``safety:VR04``."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for division in DIVISIONS.values():
        regions = {
            division.region(m).code: division.region(m).name for m in geography.municipalities()
        }
        pairs = sorted(regions.items(), key=lambda pair: geography.fold(pair[1]))
        found.append(
            (str(division.name), [(f"{division.code}:{code}", name) for code, name in pairs])
        )
    return found


def municipalities_in(region: str, on: date) -> list[Municipality]:
    """The municipalities of a region such as ``safety:VR04`` that exist on `on`; of the country for ""."""
    everything = geography.municipalities(on)
    division = DIVISIONS.get(region.partition(":")[0])
    if division is None:
        return everything
    code = region.partition(":")[2]
    return [m for m in everything if division.region(m).code == code]


def standing(code: str, days: Sequence[date], known: History) -> list[ThemeStanding]:
    """How a municipality stands on the last of `days`, by theme, with the days before beside it."""
    last, found = days[-1], []
    offered = [item for item, _name in items(last)]
    for theme, _name in terms.choices(THEMES):
        mine = [item for item in offered if theme_of(item) == theme]
        rows = [
            ItemStanding(
                item,
                known.state(code, item, last),
                [known.state(code, item, day) for day in days[:-1]],
            )
            for item in mine
        ]
        basis = [row for row in rows if level_of(row.item) == Level.BASIS]
        deeper = [row for row in rows if level_of(row.item) == Level.DEEPENING]
        found.append(ThemeStanding(theme, _there(basis), _there(deeper), rows))
    return found


def _there(rows: Sequence[ItemStanding]) -> tuple[int, int]:
    return sum(row.state in THERE for row in rows), len(rows)


def similar(municipality: Municipality, number: int = 5) -> list[Municipality]:
    """Municipalities of about as many inhabitants: first those in the same police region.

    Two lists in one: up to `number` of the region, then up to `number` of the country, nearest in size first.
    """
    size = municipality.population or 0
    others = [
        m
        for m in geography.municipalities()
        if m.code != municipality.code and m.population is not None
    ]
    others.sort(key=lambda m: (abs((m.population or 0) - size), m.code))
    near = [m for m in others if m.police_unit_id == municipality.police_unit_id][:number]
    return near + [m for m in others if m not in near][:number]


def offices_of(user: Actor) -> list[Office]:
    """The offices in which `user` advises a municipality today."""
    today = timezone.localdate()
    rows = Office.objects.visible_to(user, "answer").valid_on(today)
    return list(rows.select_related("municipality").order_by("municipality__display_name"))


def standing_offices(municipality: str) -> QuerySet[Office]:
    """The offices that advise this municipality today or later."""
    today = timezone.localdate()
    rows = Office.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=today), municipality=municipality
    )
    return rows.select_related("organisation").order_by("organisation__name", "pk")


def without_policy(day: date) -> list[Municipality]:
    """The municipalities without (full) policy on `day`: there is none, it is planned or it is not known."""
    known = history(day, None, [POLICY])
    return [
        m for m in geography.municipalities(day) if known.state(m.code, POLICY, day) not in THERE
    ]


def informed(since: date, until: date, kinds: Collection[str] = INFORMED) -> dict[str, date]:
    """Municipality → the last day between `since` and `until` (both in) on which it was informed."""
    rows = Contact.objects.filter(on__gte=since, on__lte=until, kind__in=kinds)
    return dict(rows.order_by("on", "pk").values_list("municipality_id", "on"))


def due(by: date) -> list[Status]:
    """The rows in force to look at again on or before `by`, the longest overdue first; one query.

    That is on the day of the next check, or where what is there runs out: it counts until somebody looks.
    """
    today = timezone.localdate()
    later = Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    newer = Status.objects.filter(
        later, municipality=OuterRef("municipality"), item=OuterRef("item"), on__lte=today
    )
    ran_out = Q(valid_until__lt=by, state__in=THERE)
    rows = Status.objects.filter(Q(next_check__lte=by) | ran_out, on__lte=today)
    rows = rows.exclude(Exists(newer))
    existing = {m.code for m in geography.municipalities(today)}
    found = [row for row in rows if row.municipality_id in existing]
    return sorted(found, key=lambda row: (row.look_on(by), row.municipality_id, row.item))


def state_label(state: str) -> str:
    """A state in words."""
    return str(State(state).label)


def changes_of(batch: Batch) -> list[tuple[Status, str]]:
    """What an entry wrote down: each row with the state that it took the place of."""
    rows = list(batch.states.select_related("municipality").order_by("municipality", "pk"))
    if not rows:
        return []
    last = max(row.on for row in rows)
    codes, wanted = {row.municipality_id for row in rows}, {row.item for row in rows}
    earlier = Status.objects.as_on(last).of(codes, wanted).filter(pk__lt=min(r.pk for r in rows))
    known = History()
    for code, item, on, state in earlier.values_list("municipality_id", "item", "on", "state"):
        known.add(code, item, on, state)
    return [(row, known.state(row.municipality_id, row.item, row.on)) for row in rows]


@dataclass(frozen=True)
class Merger:
    """A municipality with those that merged into it on one day."""

    successor: Municipality
    predecessors: list[Municipality]
    on: date
    is_done: bool


def mergers() -> list[Merger]:
    """Every merger that is known, the latest first; done where states were taken over."""
    found: dict[tuple[str, date], list[Municipality]] = {}
    former = Municipality.objects.exclude(valid_to=None).exclude(successor=None)
    for one in former.order_by("display_name"):
        if one.valid_to and one.successor_id:
            found.setdefault((one.successor_id, one.valid_to), []).append(one)
    taken = set(
        Status.objects.filter(source=Source.MERGER).values_list("municipality_id", "on").distinct()
    )
    rows = [
        Merger(successor, predecessors, on, (code, on) in taken)
        for (code, on), predecessors in found.items()
        if (successor := geography.municipality(code))
    ]
    return sorted(rows, key=lambda one: (-one.on.toordinal(), one.successor.display_name))


def waiting(user: Actor) -> list[dict[str, Any]]:
    """What waits for who keeps the monitor: dicts with label, count, unit, url_name and url."""
    if not may(user, "change", "monitor.Survey"):
        return []
    answered = Survey.objects.filter(closed_at=None).exclude(answered_at=None).count()
    address = reverse("monitor:outreach")
    return [
        {
            "label": label,
            "count": number,
            "unit": unit,
            "url_name": "monitor:outreach",
            "url": f"{address}{place}",
        }
        for label, number, unit, place in (
            (_("Answers of municipalities to decide on"), answered, _("surveys"), "#surveys"),
            (
                _("States to look at again by today"),
                len(due(timezone.localdate())),
                _("states"),
                "#checks",
            ),
        )
    ]
