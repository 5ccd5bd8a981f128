"""The worker's rounds: claim what is due, mail it, write down what came of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from schakel.foundation.access.actors import Actor
from schakel.foundation.notices.actions import conclude
from schakel.foundation.notices.models import Notice
from schakel.foundation.notices.queries import preference_of
from schakel.foundation.webhooks.backoff import next_pause
from schakel.foundation.webhooks.choices import State
from schakel.foundation.webhooks.outbox import claim_next

LEASE = timedelta(minutes=5)


@dataclass
class Round:
    """What a round did: notices by the state in which they ended."""

    delivered: int = 0
    waiting: int = 0
    dead: int = 0
    dropped: int = 0


def send_round(
    *,
    by: Actor,
    clock: Callable[[], datetime] = timezone.now,
    chance: random.Random | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Round:
    """Mail everything that is due, each notice once; ends at the first sign that the server is down."""
    done, chance = Round(), chance or random.SystemRandom()
    while not stopped():
        notice = claim_next(Notice.objects.select_related("user"), clock(), LEASE)
        if notice is None:
            break
        state, pause = _try(notice, chance)
        now = clock()
        conclude(
            by=by,
            notice=notice,
            state=state,
            now=now,
            due_at=None if pause is None else now + pause,
        )
        setattr(done, state.lower(), getattr(done, state.lower()) + 1)
        if state == State.WAITING:
            break  # the others would only wait for the same server
    return done


def _try(notice: Notice, chance: random.Random) -> tuple[State, timedelta | None]:
    """How it ended, and how long to wait before the next try."""
    if not notice.user.is_active:
        return State.DROPPED, None
    try:
        mail_of(notice).send()
    except SMTPRecipientsRefused:
        return State.DEAD, None  # this address takes no mail: trying again changes nothing
    except OSError:  # the mail server; smtplib's errors are OSErrors too
        pause = next_pause(notice.failures + 1, chance)
        return (State.WAITING, pause) if pause is not None else (State.DEAD, None)
    return State.DELIVERED, None


def mail_of(notice: Notice) -> EmailMessage:
    """The mail: a number and what to do, in the user's language. No link: people learn to sign in
    themselves, and not from a mail that anybody could have written."""
    context = {"number": notice.object_number}
    with override(preference_of(notice.user).language or settings.LANGUAGE_CODE):
        subject = render_to_string(f"{notice.kind}_subject.txt", context)
        text = render_to_string(f"{notice.kind}.txt", context)
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(subject.strip(), text, None, [notice.user.email], headers=headers)
