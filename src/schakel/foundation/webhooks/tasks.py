"""The worker's rounds: claim what is due, send it, write down what came of it."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.webhooks.actions import conclude
from schakel.foundation.webhooks.backoff import next_pause
from schakel.foundation.webhooks.choices import NOBODY_THERE, State
from schakel.foundation.webhooks.models import Message
from schakel.foundation.webhooks.outbox import claim_next
from schakel.foundation.webhooks.payload import body_of, headers_of
from schakel.foundation.webhooks.posting import SECONDS, Answer, post
from schakel.foundation.webhooks.queries import ready

# Longer than a try can take: looking up the name has a limit of its own, which the machine sets.
LEASE = timedelta(seconds=SECONDS * 4)

Post = Callable[[str, Mapping[str, str], bytes], Answer]


@dataclass
class Round:
    """What a round did: messages by the state in which they ended."""

    delivered: int = 0
    waiting: int = 0
    dead: int = 0
    # Subscriptions (primary keys) where nobody was there: their other messages wait for the next round.
    silent: set[int] = field(default_factory=set)

    def add(self, state: State) -> None:
        setattr(self, state.lower(), getattr(self, state.lower()) + 1)


def send_round(
    *,
    by: Actor,
    clock: Callable[[], datetime] = timezone.now,
    post: Post = post,
    chance: random.Random | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Round:
    """Send everything that is due, each message once; several workers may do so at the same time.

    Where nobody is there, the other messages to that address are left for the next round: one machine that
    is down must not hold up the others for the length of its silence, times the number of its messages.
    """
    done, chance = Round(), chance or random.SystemRandom()
    while not stopped():
        message = claim_next(ready(clock(), done.silent), clock(), LEASE)
        if message is None:
            break
        done.add(_deliver(by, message, clock, post, chance, done))
    return done


def _deliver(
    by: Actor,
    message: Message,
    clock: Callable[[], datetime],
    post: Post,
    chance: random.Random,
    done: Round,
) -> State:
    body = body_of(message)
    answer = post(message.subscription.address, headers_of(message, body, clock()), body)
    if answer.failure in NOBODY_THERE:
        done.silent.add(message.subscription_id)
    now = clock()
    pause = next_pause(message.failures + 1, chance, answer.wanted_pause)
    due_at = None if pause is None else now + pause
    return conclude(by=by, message=message, answer=answer, now=now, due_at=due_at)
