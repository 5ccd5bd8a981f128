"""What can happen to notices: posted, sent or not, asked for again; and what a user chooses."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import User
from schakel.foundation.notices.models import Notice, Preference
from schakel.foundation.notices.queries import unwilling
from schakel.foundation.webhooks.choices import State
from schakel.foundation.webhooks.outbox import settle


def post(
    *, to: Collection[User], kind: str, object_type: str, object_number: str, moment: str
) -> int:
    """Tell these users by mail, each at most once per `moment`; returns how many mails that made.

    Belongs inside the transaction of what is told: no mail without the change, no change without the
    mail, and a mail server that is down holds nobody up. Users who want no mail get none.
    """
    without = unwilling(to)
    wanted = [
        Notice(
            user=user,
            kind=kind,
            object_type=object_type,
            object_number=object_number,
            moment=moment,
        )
        for user in to
        if user.is_active and user.pk not in without
    ]
    if not wanted:
        return 0
    mine = Notice.objects.filter(kind=kind, object_number=object_number, moment=moment)
    before = mine.count()
    Notice.objects.bulk_create(wanted, ignore_conflicts=True)
    return mine.count() - before


def conclude(
    *, by: Actor, notice: Notice, state: State, now: datetime, due_at: datetime | None = None
) -> None:
    """Write down how a try ended."""
    require(by, "send", Notice)
    settle(notice, state, now, due_at)


def again(*, by: Actor) -> int:
    """Put every notice that was given up on its way once more; returns how many."""
    require(by, "send", Notice)
    return Notice.objects.filter(state=State.DEAD).update(
        state=State.WAITING, failures=0, due_at=timezone.now(), ended_at=None
    )


def choose(*, by: User, by_mail: bool, language: str) -> Preference:
    """Keep what `by` chose about mail to oneself."""
    preference, _is_new = Preference.objects.update_or_create(
        user=by, defaults={"by_mail": by_mail, "language": language}
    )
    return preference
