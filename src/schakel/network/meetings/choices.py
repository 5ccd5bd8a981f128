"""Parts of members, and where meetings, items of an agenda and actions stand."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    """What somebody is in a platform."""

    CHAIR = "CHAIR", _("chair")
    SECRETARY = "SECRETARY", _("secretary")
    MEMBER = "MEMBER", _("member")
    GUEST = "GUEST", _("guest")


class Rhythm(IntegerChoices):
    """Months between two meetings of a series."""

    MONTHLY = 1, _("every month")
    BIMONTHLY = 2, _("every two months")
    QUARTERLY = 3, _("every three months")
    THIRDS = 4, _("every four months")
    HALF_YEARLY = 6, _("every half year")
    YEARLY = 12, _("every year")


class MeetingState(TextChoices):
    """Where a meeting stands."""

    PLANNED = "PLANNED", _("planned")
    CLOSED = "CLOSED", _("held, minutes ready")
    SKIPPED = "SKIPPED", _("did not take place")


class Outcome(TextChoices):
    """What a meeting did with an item."""

    DECIDED = "DECIDED", _("decided, action agreed")
    NOTED = "NOTED", _("noted")
    NEXT = "NEXT", _("to the next meeting")
    ESCALATED = "ESCALATED", _("taken a level up")
    RESOLVED = "RESOLVED", _("resolved")
    PARKED = "PARKED", _("parked")


class ActionState(TextChoices):
    """Where an action stands."""

    OPEN = "OPEN", _("open")
    DONE = "DONE", _("done")
    DROPPED = "DROPPED", _("no longer needed")


ACTION_TRANSITIONS: dict[str, frozenset[str]] = {
    ActionState.OPEN: frozenset(ActionState),  # open again: another day
    ActionState.DONE: frozenset({ActionState.OPEN}),
    ActionState.DROPPED: frozenset({ActionState.OPEN}),
}
