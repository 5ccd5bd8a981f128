"""The states of a release, what can happen to it, and the fixed numbers of the protection."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a release is. TABLE: one single table, from before all figures came from one cube."""

    REGULAR = "regular", _("closed years")
    REVISION = "revision", _("yearly revision")
    TABLE = "table", _("single table")


class State(TextChoices):
    """Where a release is. What was published stays readable, unless it was withdrawn."""

    DRAFT = "draft", _("draft")
    DISCARDED = "discarded", _("discarded")
    OFFERED = "offered", _("waits for a second officer")
    REFUSED = "refused", _("refused")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SUPERSEDED = "superseded", _("superseded")


TRANSITIONS = {
    State.DRAFT: {State.OFFERED, State.DISCARDED},
    State.OFFERED: {State.PUBLISHED, State.REFUSED, State.DISCARDED},
    State.PUBLISHED: {State.WITHDRAWN},
    State.DISCARDED: set(),
    State.REFUSED: set(),
    State.WITHDRAWN: set(),
    State.SUPERSEDED: set(),
}
# Being made, or waiting for the second officer.
OPEN_STATES = (State.DRAFT, State.OFFERED)
# What the public has seen. Withdrawing does not undo that.
SEEN_STATES = (State.PUBLISHED, State.WITHDRAWN, State.SUPERSEDED)


class StepKind(TextChoices):
    """What happened to a release."""

    STARTED = "started", _("started")
    BUILT = "built", _("cube built")
    REBUILT = "rebuilt", _("built again and compared")
    ATTACKED = "attacked", _("attacks run")
    OFFERED = "offered", _("offered for signing")
    SIGNED = "signed", _("signed and published")
    REFUSED = "refused", _("refused")
    DISCARDED = "discarded", _("discarded")
    WITHDRAWAL_ASKED = "withdrawal_asked", _("withdrawal asked for")
    WITHDRAWAL_REFUSED = "withdrawal_refused", _("withdrawal refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Answer(TextChoices):
    """What the second officer said to a withdrawal."""

    WAITING = "waiting", _("waits for a second officer")
    AGREED = "agreed", _("agreed")
    REFUSED = "refused", _("refused")


# No number below the base is shown, nor a difference between counting units.
BASE = 5
# At most so many dimensions at once, beside the counting unit.
WAYS = 3
# The bases that the officer may compare the one in use with.
OTHER_BASES = (3, 10)
# Goes into the content hash: a release says by which rules it was made.
METHOD = "small-count-rounding/2"
# Fewer new records than this in a release, and it could point at single ones.
MINIMUM_ADDED = 100
# Fewer changed records than this in a revised period, and the difference between its two versions could.
MINIMUM_CHANGED = 25

# The version of the columns of a snapshot that brought first shelter.
SHELTER_SINCE = 2

# What is tried before anybody may sign, and what is tried against a revision besides.
ATTACKS = ("S1", "S2", "S3", "S6")
COMPARISON = "S4"
# The least of it: the demonstration makes do with these.
NEEDED_ATTACKS = ("S1", "S6")
# Everything that a verdict can be about.
CHECKS = {
    "S1": _("Working out bounds by linear programming: cells found, or narrowed below four"),
    "S2": _("Solving all tables at once: small cells hit, beside a blind guess"),
    "S3": _("Averaging over every route: small cells hit, beside a blind guess"),
    "S4": _("Comparing with the version before: new records found, beside a guess"),
    "S6": _("Every number by every route: numbers that differ"),
    "small": _("Numbers from 1 to 4 in the cube"),
    "sums": _("Totals that are not the sum of their parts"),
    "base": _("Numbers changed to something else than a multiple of the base"),
    "zeros": _("Empty cells that are not empty any more"),
}
