"""What registrars say of a pair of reports, and what became of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """What a person says of two reports."""

    SAME = "SAME", _("same person")
    NOT_SAME = "NOT_SAME", _("not the same person")
    UNSURE = "UNSURE", _("unsure")


class ConstraintKind(TextChoices):
    """What a person decided about two reports; no computation overrules it."""

    MUST_LINK = "MUST_LINK", _("must be one person")
    CANNOT_LINK = "CANNOT_LINK", _("cannot be one person")


class Settled(TextChoices):
    """Why a proposal waits for nobody any more."""

    SAME = "SAME", _("a registrar decided: same person")
    NOT_SAME = "NOT_SAME", _("a registrar decided: not the same person")
    TOGETHER = "TOGETHER", _("both reports came to be about one person")
    GONE = "GONE", _("what it rested on is gone")
