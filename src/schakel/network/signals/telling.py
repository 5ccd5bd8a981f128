"""Who hears by mail that a signal was answered: those who raised it, and those it was counted from.

Belongs inside the transaction of the answer (`foundation.notices`).
"""

from django.db.models import Q, QuerySet

from schakel.foundation.accounts.models import User
from schakel.foundation.notices.actions import post
from schakel.network.signals.models import Signal
from schakel.network.signals.rules import ASKERS

# A police unit has hundreds of reporters; those who are longest there tell the others.
MOST_PER_ORGANISATION = 5


def tell(*, signal: Signal, moment: str) -> int:
    """The answer waits, under the number that each of them knows; how many mails."""
    made = 0
    for row in [signal, *signal.duplicates.all()]:
        made += post(
            to=_hearers(row),
            kind="signals/mail/answered",
            object_type="signal",
            object_number=row.number,
            moment=moment,
        )
    return made


def _hearers(row: Signal) -> list[User]:
    people = [row.raised_by] if row.raised_by is not None else []
    for party in row.concerns.values_list("organisation", flat=True).order_by("organisation"):
        people += _at(party)[:MOST_PER_ORGANISATION]
    return list(dict.fromkeys(people))


def _at(party: int) -> QuerySet[User]:
    holds = Q(mandates__organisation=party, mandates__role__in=ASKERS)
    return User.objects.filter(holds, is_active=True).distinct().order_by("pk")
