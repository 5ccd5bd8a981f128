"""Kinds of parties, and how sure it is that codes belong together."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Who may do what at the door: senders send, the centre fetches."""

    SENDER = "SENDER", _("sends codes")
    CENTRE = "CENTRE", _("the centre: fetches clusters")


class Strength(TextChoices):
    """What the centre is told beside a cluster number."""

    ALONE = "ALONE", _("nobody alike")
    WEAK = "WEAK", _("weak")
    STRONG = "STRONG", _("strong")
    WITHDRAWN = "WITHDRAWN", _("withdrawn by the sender")


# Dice of the better of two codes; measured, see docs/reference/linkage-unit.md.
STRONG_FROM = 0.77
# Below this nothing is kept: a threshold can be raised at once, but not lowered under it.
KEPT_FROM = 0.60
