"""How a report came to belong to a person, and on what ground an identity is opened."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MembershipKind(TextChoices):
    """Why the register holds that a report is about a person."""

    REGISTERED = "REGISTERED", _("new person, registered with this report")
    SAME_KEY = "SAME_KEY", _("the same sender used the same key")
    CORRECTION = "CORRECTION", _("corrects a report about this person")
    JOINED_BY_HAND = "JOINED_BY_HAND", _("a registrar decided: the same person")
    MOVED = "MOVED", _("a registrar moved the report to this person")


class IdentityGround(TextChoices):
    """Why somebody needs to see a name and a date of birth (AVG art. 5 lid 1 onder b: doelbinding)."""

    REGISTRATION = "REGISTRATION", _("decide whether two reports are about one person")
    QUESTION = "QUESTION", _("ask the reporter about missing or doubtful facts")
    RIGHTS = "RIGHTS", _("a person asks to see, correct or remove their data")
    SUPERVISION = "SUPERVISION", _("check of quality or lawfulness")


class ReportState(TextChoices):
    """Where a report stands in the register; worked out, never stored."""

    WAITING = "waiting", _("to register")
    REGISTERED = "registered", _("registered")
    INCOMPLETE = "incomplete", _("registered, facts missing")
    SUPERSEDED = "superseded", _("corrected or withdrawn")


# What a purpose asked by a reporter makes of the dossier (domain: dossier type is a dynamic attribute).
DOSSIER_TYPE_OF_PURPOSE = {
    "SHELTER": "REGISTRATION_SHELTER",
    "INFO_ADVICE": "REGISTRATION_INFO_ADVICE",
    "REGISTRATION": "REGISTRATION",
}
