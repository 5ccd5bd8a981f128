"""The states of an edition of the annual overview, and the languages it is made in."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """Where an edition stands."""

    DRAFT = "draft"
    OFFERED = "offered"
    PUBLISHED = "published"


TRANSITIONS = {
    State.DRAFT: frozenset({State.OFFERED}),
    State.OFFERED: frozenset({State.DRAFT, State.PUBLISHED}),
    State.PUBLISHED: frozenset(),
}
STATE_LABELS = {
    State.DRAFT: _("draft"),
    State.OFFERED: _("waits for a second pair of eyes"),
    State.PUBLISHED: _("published"),
}
LANGUAGES = ("nl", "en")
LANGUAGE_LABELS = {"nl": _("Dutch"), "en": _("English")}
