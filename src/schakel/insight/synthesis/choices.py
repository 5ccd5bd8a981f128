"""States of a synthetic file, what can be in one, and what the register may lose in its whole life."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# In thousandths of epsilon, so that sums are exact (methods.synthesis.accounting has the same as numbers).
LIFETIME = 4_000
DELTA = 1e-6
# Fewer columns say little; more would share the budget too thinly at the size of the register.
FEWEST_COLUMNS, MOST_COLUMNS = 6, 8
# Fewer persons than this cannot carry even six columns.
FEWEST_PERSONS = 500
# Columns of a snapshot with one code per person and a list of codes that is public (analysis.dimensions).
COLUMNS = (
    *("period", "reporter", "sex", "age_group", "minor", "citizenship", "main_form"),
    *("domestic_crossborder", "residence_status", "police_report", "reflection", "region"),
)
USUAL = ("period", "reporter", "sex", "minor", "citizenship", "main_form")


class State(TextChoices):
    """Where a synthetic file stands."""

    ASKED = "asked", _("to be signed")
    SIGNED = "signed", _("being made")
    MADE = "made", _("made")
    REFUSED = "refused", _("refused")


TRANSITIONS = {
    State.ASKED: {State.SIGNED, State.REFUSED},
    State.SIGNED: {State.MADE},
    State.MADE: set(),
    State.REFUSED: set(),
}
