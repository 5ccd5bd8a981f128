"""What registrars say of a pair of reports and decide about persons, and what became of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# At least so certain must the machine be, or two registrars decide.
CERTAIN = 0.98
# A person of more reports than this is joined by two registrars only ...
LARGEST = 8
# ... and so are two persons who each have this many.
BOTH_LARGE = 3


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


class DecisionKind(TextChoices):
    """What was decided about two persons, or about two reports."""

    JOIN = "JOIN", _("two persons are one")
    SPLIT = "SPLIT", _("reports are about another person")
    MOVE = "MOVE", _("a report was moved")
    NOT_SAME = "NOT_SAME", _("not the same person")
    UNSURE = "UNSURE", _("cannot be decided yet")
    UNDO = "UNDO", _("a decision was undone")


class DecisionState(TextChoices):
    """How far a decision is; only an effective one changes the register."""

    AWAITS_SECOND = "AWAITS_SECOND", _("waits for a second registrar")
    EFFECTIVE = "EFFECTIVE", _("in force")
    REFUSED = "REFUSED", _("refused by the second registrar")
    UNDONE = "UNDONE", _("undone")


TRANSITIONS = {
    DecisionState.AWAITS_SECOND: {
        DecisionState.EFFECTIVE,
        DecisionState.REFUSED,
        DecisionState.UNDONE,
    },
    DecisionState.EFFECTIVE: {DecisionState.UNDONE},
    DecisionState.REFUSED: frozenset(),
    DecisionState.UNDONE: frozenset(),
}


class TwoEyesMore(TextChoices):
    """Why one registrar is not enough."""

    WEAK = "WEAK", _("the machine found no strong evidence that they are one person")
    LARGE = "LARGE", _("the person would have many reports")
    MINOR = "MINOR", _("a report is about a minor")
    SHELTER = "SHELTER", _("shelter was asked for")
    CONFLICT = "CONFLICT", _("the reports contradict each other")
    OVERRULES = "OVERRULES", _("a colleague decided that they are not the same person")


class ConflictKind(TextChoices):
    """What two persons cannot both have if they are one."""

    SEX = "SEX", _("The reports give different sexes")
    BIRTH_YEARS = (
        "BIRTH_YEARS",
        _("Two dates of birth from identity documents lie in different years"),
    )
    BIRTH_DATES = "BIRTH_DATES", _("Two full dates of birth lie in different years")
    SHELTER_ASKED = "SHELTER_ASKED", _("Shelter was asked for both in the same year")
    IN_SHELTER = "IN_SHELTER", _("Both are in shelter at the same time")
    OVERLAP = "OVERLAP", _("Both stayed in different places at the same time")


class Refusal(TextChoices):
    """Why a decision cannot be taken now."""

    NOT_REGISTERED = "not_registered", _("This report is not registered.")
    SAME_PERSON = "same_person", _("These are one person already.")
    NO_REPORTS = (
        "no_reports",
        _("No report is about this person any more, so there is nothing to join."),
    )
    NOTHING_CHOSEN = "nothing_chosen", _("Choose at least one report of this person.")
    NOTHING_LEFT = (
        "nothing_left",
        _("At least one report must stay with this person. Join the persons instead."),
    )
    CHANGED = (
        "changed",
        _("A colleague has meanwhile changed something about these persons. Look at them again."),
    )
    AWAITS = "awaits", _("A decision about these two persons waits for a second registrar.")
    NOT_SAME = "not_same", _("A colleague decided that these are not the same person.")
    SETTLED = "settled", _("This decision was dealt with already.")
    OWN = "own", _("You made this decision yourself: a second registrar must look at it.")
    LATER = "later", _("Later decisions rest on this one. Undo those first, the newest first.")
    MOVED_SINCE = (
        "moved_since",
        _("Reports were moved since, without a decision of its own. Move them back first."),
    )
    RESTRICTED = (
        "restricted",
        _("Part of what is known about this person is restricted. Its keeper decides: ask there."),
    )
    NOT_UNDONE = "not_undone", _("An undo is not undone: decide anew.")


class ClusterStrength(TextChoices):
    """How strongly the linkage unit ties a report to the others of its cluster."""

    ALONE = "ALONE", _("nobody alike")
    WEAK = "WEAK", _("weak")
    STRONG = "STRONG", _("strong")


class Agreement(TextChoices):
    """How far reports agree in one field."""

    SAME = "SAME", _("the same")
    SIMILAR = "SIMILAR", _("alike")
    DIFFERENT = "DIFFERENT", _("different")
    ONE_SIDED = "ONE_SIDED", _("only one says so")
    NOT_KNOWN = "NOT_KNOWN", _("not known")
    NOT_COMPARED = "NOT_COMPARED", _("says nothing here")
