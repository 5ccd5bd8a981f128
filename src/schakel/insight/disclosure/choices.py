"""The states of a release, and the fixed numbers of the protection."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """A draft is seen by analysts only; what is released stays as it is until a newer release replaces it."""

    DRAFT = "draft", _("draft")
    DISCARDED = "discarded", _("discarded")
    RELEASED = "released", _("released")
    SUPERSEDED = "superseded", _("superseded")


TRANSITIONS = {
    State.DRAFT: {State.RELEASED, State.DISCARDED},
    State.RELEASED: {State.SUPERSEDED},
    State.DISCARDED: set(),
    State.SUPERSEDED: set(),
}

REPORTERS = "reports-by-reporter"

# No number below the base is shown, nor a difference of two shown numbers that a reader would take first.
BASE = 5
# Goes into the content hash: a release says by which rules it was made.
METHOD = "small-count-rounding/1"
# Fewer new records than this between two releases, and their difference would point at single records.
MINIMUM_ADDED = 100
