"""Legal terms of clients, and the term of a stay: worked out from appended facts, never stored.

A term is as long as its source says. Where no source fixes one, the decision names the last day; where
neither does, there is no last day. Days are days of the calendar: no source that the centre follows moves
an end for a weekend or a holiday. Days on which a clock stood still are added to its end.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from schakel.care.placement.choices import Kin
from schakel.care.placement.clocked import ClockEnd, ClockEvent, ClockKind, ClockStep
from schakel.care.placement.models import Client, Extension, Group, Placement
from schakel.foundation.access.actors import Actor
from schakel.register.persons.clocks import periods

STAY = "STAY"
SOON = 14  # days; also when the first reminder goes out
# WBV 2023/11: thirty days for whom it began on or after this day, three months for those before.
DUBLIN_SINCE = date(2023, 5, 18)
SOURCES: dict[str, Promise] = {
    ClockKind.REFLECTION: gettext_lazy("Vw 2000, art. 8(k); Vc B8/3: at most three months"),
    ClockKind.REFLECTION_DUBLIN: gettext_lazy(
        "Vc B8/3 as changed by WBV 2023/11: 30 days for Dublin claimants since 18 May 2023"
    ),
    ClockKind.B8_PERMIT: gettext_lazy("Vc B8/3; the last day is the one that the decision names"),
    ClockKind.POLICE_REPORT: gettext_lazy(
        "Vc B8/3: a police report counts as an application for the permit; no term is fixed"
    ),
    ClockKind.DUBLIN: gettext_lazy("The last day is the one that the decision names"),
    STAY: gettext_lazy("Agreement on COSM: a stay of three months; no law"),
}


class Fact(Protocol):
    """What a clock is worked out from; `ClockEvent` is one."""

    pk: int
    client_id: int
    clock: str
    step: str
    on: date
    until: date | None
    reason: str
    mistake_id: int | None


@dataclass(frozen=True)
class Running:
    """One clock as it stands on `today`. `client`: None for what holds for the whole group.

    `due`: the last day, None where nothing names one; while it stands still, as if it went on today.
    """

    clock: str
    group: int
    client: int | None
    since: date
    due: date | None
    today: date
    still_since: date | None = None
    still_days: int = 0
    ended: date | None = None
    reason: str = ""
    who: str = ""
    number: str = ""

    @property
    def label(self) -> str:
        return _("Stay in COSM") if self.clock == STAY else str(ClockKind(self.clock).label)

    @property
    def source(self) -> str:
        return str(SOURCES[self.clock])

    @property
    def left(self) -> int | None:
        """Days until the last day; negative when it has passed, None where there is none."""
        return None if self.due is None else (self.due - self.today).days

    @property
    def kind(self) -> str:
        """How a badge shows it."""
        if self.ended is not None or self.left is None:
            return "neutral"
        return "error" if self.left < 0 else "warning" if self.left <= SOON else "success"

    @property
    def in_words(self) -> str:
        """How it stands."""
        if self.ended is not None:
            return _("ended")
        if self.still_since is not None:
            return _("stands still")
        if self.left is None:
            return _("no last day")
        if self.left < 0:
            count = -self.left
            return ngettext("%(count)d day over", "%(count)d days over", count) % {"count": count}
        if self.left == 0:
            return _("last day")
        return ngettext("%(count)d day left", "%(count)d days left", self.left) % {
            "count": self.left
        }

    @property
    def why(self) -> str:
        return str(ClockEnd(self.reason).label) if self.reason in ClockEnd else ""


def law_ends(clock: str, since: date) -> date | None:
    """The last day that a source gives a clock; None where none does."""
    if clock == ClockKind.REFLECTION_DUBLIN and since < DUBLIN_SINCE:
        clock = ClockKind.REFLECTION
    period = periods().get(clock)
    return period.ends(since) if period else None


@dataclass
class _Run:
    since: date
    until: date | None
    still_since: date | None = None
    still_days: int = 0
    ended: date | None = None
    reason: str = ""

    def follow(self, fact: Fact) -> None:
        """What does not fit where the clock stands changes nothing."""
        if self.ended is not None:
            return
        if fact.step == ClockStep.SUSPENDED and self.still_since is None:
            self.still_since = fact.on
        elif fact.step == ClockStep.RESUMED:
            self._go_on(fact.on)
        elif fact.step == ClockStep.ENDED:
            self._go_on(fact.on)
            self.ended, self.reason = fact.on, fact.reason

    def _go_on(self, on: date) -> None:
        if self.still_since is not None:
            self.still_days += (on - self.still_since).days
            self.still_since = None

    def as_of(self, first: Fact, today: date, group: int) -> Running:
        still = self.still_days
        if self.still_since is not None:
            still += max((today - self.still_since).days, 0)
        end = self.until or law_ends(first.clock, self.since)
        return Running(
            clock=str(first.clock),
            group=group,
            client=first.client_id,
            since=self.since,
            due=None if end is None else end + timedelta(days=still),
            today=today,
            still_since=self.still_since,
            still_days=still,
            ended=self.ended,
            reason=self.reason,
        )


def worked_out(
    facts: Iterable[Fact], today: date, groups: dict[int, int] | None = None
) -> list[Running]:
    """Every clock as it stands, the oldest first; in whatever order the facts come.

    `groups`: the group of each client, by primary key.
    """
    rows = list(facts)
    undone = {fact.mistake_id for fact in rows}
    rows = [fact for fact in rows if fact.pk not in undone and fact.step != ClockStep.UNDONE]
    runs: list[tuple[Fact, _Run]] = []
    open_runs: dict[tuple[int, str], _Run] = {}
    for fact in sorted(rows, key=lambda one: (one.on, one.pk)):
        key = (fact.client_id, str(fact.clock))
        run = open_runs.get(key)
        if run is not None and run.ended is None:
            run.follow(fact)
        elif fact.step == ClockStep.STARTED:
            open_runs[key] = _Run(fact.on, fact.until)
            runs.append((fact, open_runs[key]))
    of = groups or {}
    return [run.as_of(fact, today, of.get(fact.client_id, 0)) for fact, run in runs]


def clocks_of(group: Group, today: date | None = None) -> list[Running]:
    """The clocks of the people of one group, and the term of its stay; running ones first."""
    rows = ClockEvent.objects.filter(client__group=group).select_related("client__group")
    return _ordered(_all(rows, _stays(Placement.objects.filter(group=group)), today))


def running_out(user: Actor, days: int, today: date | None = None) -> list[Running]:
    """Clocks that `user` may see and whose last day is past or within `days`, the most urgent first."""
    day = today or timezone.localdate()
    rows = ClockEvent.objects.visible_to(user).select_related("client__group")
    found = _all(rows, _stays(Placement.objects.visible_to(user)), day)
    near = [one for one in found if one.ended is None and one.left is not None]
    return _ordered([one for one in near if one.left is not None and one.left <= days])


def _ordered(clocks: list[Running]) -> list[Running]:
    last = date.max
    return sorted(
        clocks, key=lambda one: (one.ended is not None, one.due or last, one.group, one.clock)
    )


def _all(
    facts: Iterable[ClockEvent], stays: Iterable[Placement], today: date | None
) -> list[Running]:
    day = today or timezone.localdate()
    rows = list(facts)
    clients = {row.client_id: row.client for row in rows}
    found = worked_out(rows, day, {pk: client.group_id for pk, client in clients.items()})
    found += [_stay(row, day) for row in stays]
    numbers = {client.group_id: client.group.number for client in clients.values()}
    numbers |= {row.group_id: row.group.number for row in stays}
    return [_named(one, clients, numbers) for one in found]


def _named(one: Running, clients: dict[int, Client], numbers: dict[int, str]) -> Running:
    name = who(clients[one.client]) if one.client else _("the whole group")
    return replace(one, number=numbers[one.group], who=name)


def who(client: Client) -> str:
    """Which of a group, without a name."""
    age = _("age not known") if client.age is None else _("%(age)d years") % {"age": client.age}
    kin = _("main person") if client.kin == Kin.MAIN else client.get_kin_display()
    return f"{kin}, {age}"


def _stays(placements: QuerySet[Placement]) -> list[Placement]:
    extended = Extension.objects.filter(placement=OuterRef("pk")).order_by("-pk")
    current = placements.filter(occupancy__until=None, term_ends_on__isnull=False)
    rows = current.select_related("group").annotate(extended=Subquery(extended.values("until")[:1]))
    return list(rows)


def _stay(row: Placement, today: date) -> Running:
    """The term of a stay; an extension moves it, though never to an earlier day."""
    due = max(filter(None, (row.term_ends_on, row.extended)))  # type: ignore[attr-defined]
    since = timezone.localdate(row.placed_at)
    return Running(STAY, row.group_id, None, since, due, today)
