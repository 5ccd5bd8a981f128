"""What practice must hear of, counted from the one history and handed up to `network.signals`.

Numbers per institution or kind of shelter; nobody's case, and no number of a request, goes along.
Organisations that had asked for a place go along as a name only: they hear what becomes of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from schakel.care.placement.choices import AnswerKind
from schakel.care.placement.models import OfferAnswer, Placement, Request, Unit
from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import Organisation
from schakel.network.signals.actions import Counted, hand_up
from schakel.network.signals.choices import Theme
from schakel.register.persons.clocks import months_later

# Longer than this a waiting list is a bottleneck: the average of 2011, when the lack was called structural.
WAITING_THRESHOLD = 13
# Quarters that are still counted anew: refusals are written down late.
QUARTERS_BACK = 2


def hand_up_signals(*, by: Actor, today: date | None = None) -> int:
    """Count anew and hand up what is too much; how many signals stand. A second run changes nothing.

    Raises PermissionDenied.
    """
    require(by, "change", "placement.Group")
    day = today or timezone.localdate()
    month = day.replace(day=1)
    found = [*_improper(day), *_full(month), *_waiting(month), *_over_term(day, month)]
    for counted in found:
        hand_up(by=by, counted=counted)
    return len(found)


def _last_day(first: date, months: int) -> date:
    return months_later(first, months) - timedelta(days=1)


def _improper(day: date) -> Iterator[Counted]:
    """Refusals for a tie to a region, per institution and quarter."""
    this = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    for back in range(QUARTERS_BACK):
        first = months_later(this, -3 * back)
        last = _last_day(first, 3)
        rows = OfferAnswer.objects.filter(
            improper=True, kind=AnswerKind.REFUSED, at__date__range=(first, last)
        )
        counts = rows.values_list("offer__unit__site__organisation").annotate(number=Count("pk"))
        yield from _per_organisation(
            Theme.REGION_TIE, dict(counts.order_by()), first, last, _askers(rows)
        )


def _askers(refused: QuerySet[OfferAnswer]) -> dict[int, set[int]]:
    """Per institution that refused: the organisations that had asked, who hear what becomes of it."""
    found: dict[int, set[int]] = defaultdict(set)
    pairs = refused.exclude(offer__request__asked_by=None).order_by()
    for institution, asker in pairs.values_list(
        "offer__unit__site__organisation", "offer__request__asked_by"
    ).distinct():
        found[institution].add(asker)
    return found


def _per_organisation(
    theme: Theme,
    counts: dict[int, int],
    first: date,
    last: date,
    askers: dict[int, set[int]] | None = None,
) -> Iterator[Counted]:
    organisations = Organisation.objects.in_bulk(counts)
    for key, number in sorted(counts.items()):
        concerns = frozenset((askers or {}).get(key, ()))
        yield Counted(
            theme, number, first, last, organisation=organisations[key], concerns=concerns
        )


def _full(month: date) -> Iterator[Counted]:
    """Kinds of shelter without a free unit for which somebody waits: how many requests wait."""
    units = Counter(Unit.objects.in_use().values_list("site__scheme", flat=True))
    free = Counter(Unit.objects.free().values_list("site__scheme", flat=True))
    waiting = _waiting_by_scheme()
    for scheme in sorted(units):
        if not free[scheme] and waiting[scheme]:
            yield Counted(
                Theme.SCHEME_FULL, waiting[scheme], month, _last_day(month, 1), scheme=scheme
            )


def _waiting_by_scheme() -> Counter[str]:
    return Counter(Request.objects.waiting().values_list("scheme", flat=True))


def _waiting(month: date) -> Iterator[Counted]:
    number = _waiting_by_scheme().total()
    if number > WAITING_THRESHOLD:
        yield Counted(Theme.WAITING_LIST, number, month, _last_day(month, 1))


def _over_term(day: date, month: date) -> Iterator[Counted]:
    """Stays that last longer than their term, per institution."""
    lasting = Q(occupancy__until=None) | Q(occupancy__until__gt=timezone.now())
    rows = Placement.objects.filter(lasting, term_ends_on__lt=day)
    counts = rows.values_list("unit__site__organisation").annotate(number=Count("pk"))
    yield from _per_organisation(
        Theme.OVERSTAY, dict(counts.order_by()), month, _last_day(month, 1)
    )
