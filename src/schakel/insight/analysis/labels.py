"""Periods and kinds of reporter in words, for the tables of this zone."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from schakel.insight.analysis.choices import KINDS, TOTAL, UNKNOWN_YEAR


def period_label(period: str) -> str:
    """A period in words."""
    names = {TOTAL: _("All years together"), UNKNOWN_YEAR: _("Year not known")}
    return names.get(period, period)


def kind_label(code: str) -> str:
    """A kind of reporter in the language of the page."""
    if code == TOTAL:
        return _("Total")
    kind = next(kind for kind in KINDS if kind.code == code)
    return kind.en if (get_language() or "").startswith("en") else kind.nl
