"""What must be done now in first shelter, for the desk and for the hand-over of a shift."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.care.placement.choices import WAITING, Happening, Kin, Priority, State
from schakel.care.placement.closed import closed_groups
from schakel.care.placement.models import (
    Client,
    Event,
    Group,
    GroupRestriction,
    Offer,
    Placement,
    Request,
)
from schakel.care.placement.queries import current_placements, open_offers, requests
from schakel.care.placement.tending import Stall, stalls
from schakel.foundation.access.actors import Actor
from schakel.foundation.accounts.models import User
from schakel.foundation.terms.queries import label
from schakel.register.intake.models import ReportQuerySet
from schakel.register.intake.queries import asking_shelter

# A coordinator sees this many of a kind at once; the list has them all.
MOST = 200
SHIFT = timedelta(hours=24)
# Stays are on the desk so long before their term, time enough to find what comes after.
BEFORE_TERM = timedelta(days=14)
# A report that asks for shelter stays on the desk so long.
TAKE_UP_WITHIN = timedelta(days=30)
_TO_DO = frozenset({*WAITING, State.ACCEPTED})


@dataclass(frozen=True)
class Work:
    """Requests by what they need, offers that wait, stays by their term, and notes. Each counts its own."""

    tonight: list[Request]
    new: list[Request]
    accepted: list[Request]
    no_shows: list[Request]
    offered: list[Request]
    waiting: list[Request]
    offers: list[Offer]
    stalls: list[Stall]
    stays: list[Placement]
    notes: list[Event]
    more: bool

    @property
    def overdue(self) -> int:
        return sum(one.is_overdue for one in self.offers)


def work_of(user: Actor) -> Work:
    """Everything that waits for a placement coordinator; a fixed number of queries."""
    rows = requests(user).in_state(*_TO_DO).defer(None)
    rows = rows.defer("contact", "explanation")
    found = list(rows[: MOST + 1])
    seeking = {State.NEW, State.TRIAGE, State.MATCHING, State.WAITLISTED}
    tonight = [r for r in found if r.priority == Priority.TONIGHT and r.state in seeking]
    later = [r for r in found if r.priority != Priority.TONIGHT]
    return Work(
        tonight=tonight,
        new=[r for r in later if r.state in (State.NEW, State.TRIAGE)],
        accepted=[r for r in found if r.state == State.ACCEPTED],
        no_shows=[r for r in found if r.state == State.NO_SHOW],
        offered=[r for r in found if r.state == State.OFFERED],
        waiting=[r for r in later if r.state in (State.MATCHING, State.WAITLISTED)],
        offers=list(open_offers(user)[:MOST]),
        stalls=stalls(user)[:MOST],
        stays=near_term(user),
        notes=notes_since(user, timezone.now() - SHIFT),
        more=len(found) > MOST,
    )


def near_term(user: Actor, now: datetime | None = None) -> list[Placement]:
    """Stays over their term or within two weeks of it, the longest over on top."""
    last = timezone.localdate(now) + BEFORE_TERM
    rows = current_placements(user).filter(term_ends_on__lte=last)
    return list(rows.prefetch_related("extensions")[:MOST])


def notes_since(user: Actor, since: datetime) -> list[Event]:
    """What colleagues left for the next shift, newest first."""
    rows = Event.objects.visible_to(user).filter(kind=Happening.NOTE, at__gte=since)
    return list(rows.select_related("request", "group").order_by("-pk")[:MOST])


def happened_since(user: Actor, since: datetime) -> dict[int, list[Event]]:
    """What happened with each request (by primary key) since then, oldest first."""
    rows = Event.objects.visible_to(user).filter(at__gte=since, request__isnull=False)
    found: dict[int, list[Event]] = {}
    for row in rows.order_by("pk")[: 5 * MOST]:
        if row.request_id is not None:
            found.setdefault(row.request_id, []).append(row)
    return found


def not_taken_up(user: Actor) -> ReportQuerySet:
    """Reports of the last weeks with which shelter was asked, and for which nobody made a request yet.

    Of older ones it is in the register, where they stay to be found.
    """
    taken = Group.objects.filter(report__isnull=False).values("report")
    rows = asking_shelter(user).filter(received_at__gte=timezone.now() - TAKE_UP_WITHIN)
    return rows.exclude(Q(pk__in=taken) | Q(corrects__in=taken))


def keepers(user: Actor) -> list[str]:
    """The names of colleagues who keep restricted groups from `user`."""
    held = GroupRestriction.objects.filter(
        ended_at=None, group__in=closed_groups(user).values("pk")
    )
    rows = User.objects.filter(pk__in=held.values("keeper")).order_by("name")
    return list(rows.values_list("name", flat=True))


def in_short(rows: Iterable[Request | Placement]) -> dict[int, str]:
    """The people of each group (by primary key) in a few words, without names; one query."""
    members: dict[int, list[Client]] = {row.group_id: [] for row in rows}
    people = Client.objects.filter(group__in=list(members)).order_by("pk")
    for one in people.only("group_id", "kin", "gender", "age"):
        members[one.group_id].append(one)
    return {pk: _in_short(people) for pk, people in members.items()}


def _in_short(people: list[Client]) -> str:
    if not people:
        return ""
    first, *others = people
    age = _("age not known") if first.age is None else _("%(n)s years") % {"n": first.age}
    words = f"{label('gender', first.gender)}, {age}"
    if not others:
        return words
    children = sum(one.kin == Kin.CHILD for one in others)
    parts = []
    if children:
        parts.append(ngettext("%(n)s child", "%(n)s children", children) % {"n": children})
    if more := len(others) - children:
        parts.append(ngettext("%(n)s other person", "%(n)s other persons", more) % {"n": more})
    return _("%(who)s, with %(others)s") % {"who": words, "others": _(" and ").join(parts)}


def clock(moment: datetime, now: datetime | None = None) -> str:
    """How much time is left until `moment`, or how long it is past, in words."""
    left = int((moment - (now or timezone.now())).total_seconds() // 60)
    if left < 0:
        return _("%(time)s too late") % {"time": _length(-left)}
    return _("%(time)s left") % {"time": _length(left)}


def _length(minutes: int) -> str:
    if minutes < 90:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = minutes // (24 * 60)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def comes_up(stall: Stall) -> str:
    """Who was told that nothing happens with a request, and when the next time is, in words."""
    alone = stall.told == 1 and stall.request.coordinator is not None
    told = _("who is on it has had a mail") if alone else _("all coordinators have had a mail")
    if stall.again is None:
        return told
    left = {"time": _length(int(stall.again.total_seconds() // 60))}
    again = _("all coordinators in %(time)s") if alone else _("again in %(time)s")
    return f"{told}; {again % left}"


def waited(moment: datetime, now: datetime | None = None) -> str:
    """How long somebody waits since `moment`, in words."""
    return _length(max(0, int(((now or timezone.now()) - moment).total_seconds() // 60)))
