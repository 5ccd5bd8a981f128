"""What figures of first shelter count: a row per request, placement, stay and refusal, out of the history.

Read as it was recorded up to a cut-off, so that figures of any date can be made again. No identity, and no
address; the definitions stand in docs/reference/shelter-figures.md.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from schakel.care.placement.choices import AnswerKind, Happening, Kin, Origin, State
from schakel.care.placement.models import Client, Event, OfferAnswer, Placement, Request, Stay

_DAY = 24 * 3600  # seconds


@dataclass(frozen=True)
class Who:
    """The person whom a request is about, and how many come along."""

    gender: str
    age: int | None
    nationality: str
    persons: int
    children: int


@dataclass(frozen=True)
class RequestRow:
    """A request. `first`: no earlier one of this group for this scheme, and not `follow_up`.

    `follow_up`: asked for people who had a place. `state`: at the cut-off.
    """

    key: int
    group: int
    who: Who
    asked_at: datetime
    scheme: str
    channel: str
    priority: str
    first: bool
    follow_up: bool
    state: str
    placed_at: datetime | None

    @property
    def days_waited(self) -> float | None:
        """From asking to the first placement on this request; None as long as there is none."""
        return None if self.placed_at is None else _days(self.asked_at, self.placed_at)


@dataclass(frozen=True)
class PlacementRow:
    """A placement. `origin` TRANSFER: flowed through, from a placement in the scheme `before`."""

    key: int
    group: int
    who: Who
    placed_at: datetime
    scheme: str
    origin: str
    before: str
    region: str


@dataclass(frozen=True)
class StayRow:
    """One person in one unit, child or adult. `over_term`: longer than the scheme's term, so far."""

    key: int
    group: int
    who: Who
    child: bool
    scheme: str
    arrived_at: datetime
    left_at: datetime | None
    destination: str
    over_term: bool

    @property
    def days(self) -> float | None:
        """How long it was; None as long as it lasts."""
        return None if self.left_at is None else _days(self.arrived_at, self.left_at)


@dataclass(frozen=True)
class RefusalRow:
    """A site said no to a request."""

    key: int
    at: datetime
    scheme: str
    organisation: str
    reason: str
    improper: bool


@dataclass(frozen=True)
class Counted:
    """Everything that figures of first shelter rest on, up to `cutoff`."""

    cutoff: datetime
    requests: tuple[RequestRow, ...]
    placements: tuple[PlacementRow, ...]
    stays: tuple[StayRow, ...]
    refusals: tuple[RefusalRow, ...]


def counted(cutoff: datetime | None = None) -> Counted:
    """All rows as recorded up to `cutoff` (now); a fixed number of queries, whatever there is."""
    moment = cutoff or timezone.now()
    events = Event.objects.filter(recorded_at__lte=moment)
    people = _people()
    return Counted(
        moment,
        tuple(_requests(events, people)),
        tuple(_placements(events, people)),
        tuple(_stays(events, moment)),
        tuple(_refusals(events)),
    )


def _days(first: datetime, last: datetime) -> float:
    return (last - first).total_seconds() / _DAY


def _people() -> dict[int, Who]:
    rows = Client.objects.order_by("pk").values_list("group", "kin", "gender", "age", "nationality")
    groups: dict[int, list[tuple[str, str, int | None, str]]] = defaultdict(list)
    for group, kin, gender, age, nationality in rows:
        groups[group].append((kin, gender, age, nationality))
    found = {}
    for group, members in groups.items():
        main = next((one for one in members if one[0] == Kin.MAIN), members[0])
        children = sum(kin == Kin.CHILD for kin, *_rest in members)
        found[group] = Who(main[1], main[2], main[3], len(members), children)
    return found


def _requests(events: QuerySet[Event], people: dict[int, Who]) -> Iterable[RequestRow]:
    states: dict[int, str] = {}
    placed: dict[int, datetime] = {}
    lines = events.exclude(request=None).exclude(state="").order_by("pk")
    for request, state, at in lines.values_list("request", "state", "at"):
        states[request] = state
        if state == State.PLACED:
            placed.setdefault(request, at)
    asked: set[tuple[int, str]] = set()
    rows = Request.objects.filter(pk__in=events.filter(kind=Happening.ASKED).values("request"))
    columns = ("pk", "group", "asked_at", "scheme", "channel", "priority", "follows")
    for pk, group, at, scheme, channel, priority, follows in rows.order_by(
        "asked_at", "pk"
    ).values_list(*columns):
        first = follows is None and (group, scheme) not in asked
        asked.add((group, scheme))
        yield RequestRow(
            pk,
            group,
            people[group],
            at,
            scheme,
            channel,
            priority,
            first,
            follows is not None,
            states[pk],
            placed.get(pk),
        )


def _placements(events: QuerySet[Event], people: dict[int, Who]) -> Iterable[PlacementRow]:
    rows = Placement.objects.filter(pk__in=events.filter(kind=Happening.PLACED).values("placement"))
    columns = ("pk", "group", "placed_at", "scheme", "origin", "previous__scheme")
    region = "unit__site__police_unit"
    for pk, group, at, scheme, origin, before, where in rows.order_by(
        "placed_at", "pk"
    ).values_list(*columns, region):
        yield PlacementRow(pk, group, people[group], at, scheme, origin, before or "", where)


def _stays(events: QuerySet[Event], moment: datetime) -> Iterable[StayRow]:
    told = events.filter(kind=Happening.ARRIVED).values("placement")
    rows = Stay.objects.filter(placement__in=told, arrived_at__lte=moment).order_by(
        "arrived_at", "pk"
    )
    columns = ("pk", "placement__group", "placement__scheme", "placement__term_ends_on")
    client = tuple(f"client__{name}" for name in ("gender", "age", "nationality", "kin"))
    times = ("arrived_at", "left_at", "destination")
    for (
        pk,
        group,
        scheme,
        term,
        gender,
        age,
        nationality,
        kin,
        came,
        left,
        where,
    ) in rows.values_list(*columns, *client, *times):
        gone = left if left and left <= moment else None
        over = term is not None and timezone.localdate(gone or moment) > term
        who = Who(gender, age, nationality, 1, int(kin == Kin.CHILD))
        yield StayRow(
            pk, group, who, kin == Kin.CHILD, scheme, came, gone, where if gone else "", over
        )


def _refusals(events: QuerySet[Event]) -> Iterable[RefusalRow]:
    told = events.filter(kind=Happening.ANSWERED).values("offer")
    rows = OfferAnswer.objects.filter(kind=AnswerKind.REFUSED, offer__in=told).order_by("at", "pk")
    site = "offer__unit__site"
    for row in rows.values_list(
        "offer", "at", f"{site}__scheme", f"{site}__organisation__number", "reason", "improper"
    ):
        yield RefusalRow(*row)


def flowed_through(row: PlacementRow) -> bool:
    """Did this placement follow from another, without a request?"""
    return row.origin == Origin.TRANSFER


def followed_up(row: PlacementRow) -> bool:
    """Did this placement follow from another, on a request of its own? It is one on a request."""
    return row.origin == Origin.REQUEST and bool(row.before)
