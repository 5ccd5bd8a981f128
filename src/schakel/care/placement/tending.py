"""What time does to offers and requests: offers run out, and what nobody takes further comes up again.

An offer lasts hours, so this runs every minute or so (`schakel tend-offers`). Twice is once: a mail goes out
once per step, and a closed offer stays closed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from schakel.care.placement import noticing
from schakel.care.placement.choices import Happening, Priority, State
from schakel.care.placement.models import Event, Offer, Request
from schakel.care.placement.offering import expire
from schakel.care.placement.offers import IN_ORDER
from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require

# So long before an offer runs out the shelter is reminded, unless it was sent for so short a time.
REMIND_BEFORE = timedelta(hours=1)
# Hours that nothing happens with a request after which a colleague is told; from the second on, everybody.
STEPS: dict[str, tuple[int, ...]] = {
    Priority.TONIGHT: (1, 2, 4),
    Priority.DAYS: (12, 24, 48),
    Priority.NORMAL: (72, 168),
}
# A shelter that accepted holds a bed until the centre confirms.
CONFIRM_STEPS = (2, 6, 12)
# Later it is no news any more, and well before the trace of the mails is deleted.
LONGEST = timedelta(days=30)
# Who is on the waiting list waits for a place, not for a colleague.
_MOVING = (State.NEW, State.TRIAGE, State.MATCHING, State.OFFERED, State.NO_SHOW)
# What a colleague or a shelter did with it; a note says that somebody looked.
_DONE_WITH = (
    *(Happening.ASKED, Happening.STATE, Happening.OFFERED, Happening.ANSWERED, Happening.NO_SHOW),
    *(Happening.NOTE, Happening.QUESTION, Happening.REPLY, Happening.CHANGED, Happening.ESCALATED),
)


@dataclass(frozen=True)
class Tended:
    """What a round did: offers closed, next places asked, mails put on their way; again at once: nothing."""

    expired: int
    offered: int
    reminded: int
    escalated: int


def tend(*, by: Actor, now: datetime | None = None) -> Tended:
    """One round. Takes an operator's command."""
    require(by, "change", "placement.Offer")
    moment = now or timezone.now()
    by_themselves = Offer.objects.filter(sent_by=IN_ORDER.actor_id)
    before = by_themselves.count()
    expired = expire(by=by, now=moment)
    offered = by_themselves.count() - before
    with transaction.atomic():
        return Tended(expired, offered, _remind(moment), _escalate(by, moment))


def _remind(now: datetime) -> int:
    rows = Offer.objects.open().filter(expires_at__gt=now, expires_at__lte=now + REMIND_BEFORE)
    rows = rows.select_related("unit__site").defer(
        "told", "unit__site__address", "unit__site__phone"
    )
    return sum(
        noticing.running_out(row)
        for row in rows
        if row.expires_at - row.sent_at > REMIND_BEFORE and row.sent_at <= now
    )


def stalled(user: Actor, now: datetime | None = None) -> QuerySet[Request]:
    """Requests that somebody has to take further, of those that `user` sees.

    Each row gets `state`, and `moved_at` and `moved_by_event` (its key) of the last that was done with it.
    Nothing was done with them for at least an hour, no shelter still has to answer, and they do not stand on
    the waiting list. The longest first.
    """
    now = now or timezone.now()
    last = Event.objects.filter(request=OuterRef("pk"), kind__in=_DONE_WITH).order_by("-pk")
    rows = (
        Request.objects.visible_to(user)
        .with_state()
        .annotate(
            moved_at=Subquery(last.values("at")[:1], output_field=DateTimeField()),
            moved_by_event=Subquery(last.values("pk")[:1]),
        )
    )
    waiting = Offer.objects.open().filter(request=OuterRef("pk"), expires_at__gt=now)
    stands = Q(state__in=(*_MOVING, State.ACCEPTED)) & ~Exists(waiting)
    rows = rows.filter(stands, moved_at__lte=now - timedelta(hours=1))
    rows = rows.select_related("group", "coordinator").order_by("moved_at", "pk")
    return rows.defer("contact", "explanation", "safety_reason")


@dataclass(frozen=True)
class Stall:
    """A request with which nothing happens: since when, how often it came up, and when it does again.

    `told`: 1 is who is on it, from 2 on everybody. `again`: None where it came up for the last time.
    """

    request: Request
    since: datetime
    told: int
    again: timedelta | None


def stalls(user: Actor, now: datetime | None = None) -> list[Stall]:
    """Those of `stalled` that came up at least once, the longest first; how soon depends on the priority."""
    moment = now or timezone.now()
    found = (stall_of(row, moment) for row in stalled(user, moment))
    return [stall for stall in found if stall.told]


def stall_of(request: Request, now: datetime) -> Stall:
    """How often it has come up by `now`. Wants a row of `stalled`."""
    hours = CONFIRM_STEPS if request.state == State.ACCEPTED else STEPS[request.priority]
    since: datetime = request.moved_at  # type: ignore[attr-defined]
    steps = [since + timedelta(hours=each) for each in hours]
    ahead = [step for step in steps if step > now]
    return Stall(request, since, len(steps) - len(ahead), ahead[0] - now if ahead else None)


def _escalate(by: Actor, now: datetime) -> int:
    made = 0
    for stall in stalls(by, now):
        if stall.since > now - LONGEST:
            moment = f"{stall.request.moved_by_event}:{stall.told}"  # type: ignore[attr-defined]
            made += noticing.stalled(stall.request, moment, everybody=stall.told > 1)
    return made
