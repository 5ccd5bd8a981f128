"""States of a message, which may follow which, and why a delivery failed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """How far a message is."""

    WAITING = "WAITING", _("waiting")
    DELIVERED = "DELIVERED", _("delivered")
    DEAD = "DEAD", _("given up")
    DROPPED = "DROPPED", _("let go")


TRANSITIONS: dict[str, frozenset[str]] = {
    # Tried again: from waiting to waiting.
    State.WAITING: frozenset({State.WAITING, State.DELIVERED, State.DEAD, State.DROPPED}),
    State.DEAD: frozenset({State.WAITING, State.DROPPED}),
    State.DELIVERED: frozenset(),
    State.DROPPED: frozenset(),
}
# A message in one of these states holds up the later ones about the same thing: they arrive in order.
PENDING = (State.WAITING, State.DEAD)


class Failure(TextChoices):
    """Why a delivery failed."""

    NAME = "NAME", _("the name of the address is not known")
    FORBIDDEN = "FORBIDDEN", _("the address leads into an internal network")
    CONNECTION = "CONNECTION", _("no connection")
    CERTIFICATE = "CERTIFICATE", _("the certificate is not right")
    TIMEOUT = "TIMEOUT", _("no answer in time")
    PROTOCOL = "PROTOCOL", _("the answer is no HTTP")
    ANSWER = "ANSWER", _("the receiver refused it")


# Nobody was there at all: the other messages to the same address need not be tried in the same round.
NOBODY_THERE = frozenset(set(Failure) - {Failure.ANSWER})


class Ending(TextChoices):
    """Why a subscription ended."""

    STOPPED = "STOPPED", _("stopped by an administrator")
    GONE = "GONE", _("the receiver answered that it is gone (410)")


# The message that an administrator sends to see whether all works; every subscription gets it.
TEST_EVENT = "webhook.test"
