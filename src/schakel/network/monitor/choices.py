"""States of an item, where they are known from, and what the Kader Aanpak Mensenhandel divides them into."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Items and themes are codes of these lists (foundation.terms): an item may begin or end.
ITEMS, THEMES = "monitor_item", "monitor_theme"


class State(TextChoices):
    """How an item stands. Not known is not the same as none."""

    UNKNOWN = "UNKNOWN", _("not known")
    NONE = "NONE", _("none")
    PLANNED = "PLANNED", _("planned")
    PRESENT_REGIONAL = "PRESENT_REGIONAL", _("present, in the region")
    PRESENT = "PRESENT", _("present")


# In a grid and on a map: a sign beside the colour.
SIGNS = {
    State.UNKNOWN: "?",
    State.NONE: "–",
    State.PLANNED: "○",
    State.PRESENT_REGIONAL: "◐",
    State.PRESENT: "●",
}
# What counts as there: in the municipality itself, or arranged for it in the region.
THERE = frozenset({State.PRESENT, State.PRESENT_REGIONAL})


class Source(TextChoices):
    """Where a state is known from."""

    SURVEY = "SURVEY", _("answer of the municipality")
    TALK = "TALK", _("conversation")
    DOCUMENT = "DOCUMENT", _("document of the council")
    WEBSITE = "WEBSITE", _("website")
    REGION = "REGION", _("the region")
    SHEET = "SHEET", _("spreadsheet")
    MERGER = "MERGER", _("taken over at a merger")
    OTHER = "OTHER", _("other")


class Level(TextChoices):
    """The two levels of the Kader."""

    BASIS = "BASIS", _("basis")
    DEEPENING = "DEEPENING", _("deepening")


# Which items are of the second level is the centre's reading: see the decision about the monitor.
DEEPENING = frozenset(
    {
        "chain_director",
        "licensing_supervision",
        "survivor_involvement",
        "strategic_consultation",
        "covenant",
        "riec_agreement",
        "all_forms",
    }
)

CARE_COORDINATION = "care_coordination"

# What can be said about an item besides its state; about every other item: a link.
DETAILS: dict[str, tuple[str, ...]] = {
    "policy_document": ("adopted_on", "valid_until", "link"),
    "chain_director": ("organisation",),
    "attention_officer": ("organisation",),
    "signal_route": ("organisation", "link"),
    "case_consultation": ("organisation",),
    "strategic_consultation": ("organisation",),
    "covenant": ("valid_until", "link"),
    "riec_agreement": ("valid_until", "link"),
    CARE_COORDINATION: ("organisation", "hours", "age_from", "age_to", "covers_all"),
    "shelter_agreement": ("organisation", "valid_until"),
}
POLICY = "policy_document"


class Covers(TextChoices):
    """Whether care coordination is there for victims of all forms."""

    YES = "YES", _("yes")
    NO = "NO", _("no")


class BatchKind(TextChoices):
    """How several states were written down at once."""

    GRID = "GRID", _("grid")
    SHEET = "SHEET", _("spreadsheet")
    ONE = "ONE", _("one item")
    SURVEY = "SURVEY", _("answers of a municipality")
    MERGER = "MERGER", _("merger")


class ContactKind(TextChoices):
    """What the centre did for a municipality."""

    ADVICE = "ADVICE", _("advice")
    PRESENTATION = "PRESENTATION", _("presentation")
    TALK = "TALK", _("conversation")
    LETTER = "LETTER", _("letter or mail")


# What counts for the aim of a year: a municipality was told what to do.
INFORMED = frozenset({ContactKind.ADVICE, ContactKind.PRESENTATION})


class Verdict(TextChoices):
    """What the centre made of an answer."""

    ACCEPTED = "ACCEPTED", pgettext_lazy("answer", "accepted")
    DECLINED = "DECLINED", _("not accepted")


# Chapters of the Kompas Aanpak Mensenhandel (VNG, 2020) that help where an item is missing.
GUIDE = {
    "policy_document": _("ambition and urgency"),
    "chain_director": _("roles and responsibilities"),
    "attention_officer": _("roles and responsibilities"),
    "signal_route": _("structures"),
    "licensing_supervision": _("administrative instruments"),
    "awareness_training": _("nature and extent"),
    "survivor_involvement": _("partners"),
    "case_consultation": _("structures"),
    "strategic_consultation": _("structures"),
    "covenant": _("partners"),
    "riec_agreement": _("partners"),
    "care_coordination": _("partners"),
    "shelter_agreement": _("policy domains"),
    "all_forms": _("forms of appearance"),
}
