"""Which periods of which chapters stand in a version, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.knowledge.figures.choices import CHAPTER_LABELS, UNKNOWN_YEAR, Chapter

REGISTER = Chapter.REGISTER.value


def address_of(chapter: str, period: str) -> str:
    """The period, after its chapter where that is not the register."""
    return period if chapter == REGISTER else f"{chapter}-{period}"


def span_of(parts: Iterable[tuple[str, str]]) -> str:
    """Pairs of a chapter and a period: the first and the last year, and whether the unknown year."""
    found = list(parts)
    told = []
    for chapter in Chapter:
        periods = sorted(period for name, period in found if name == chapter)
        if periods:
            named = "" if chapter == Chapter.REGISTER else f"{CHAPTER_LABELS[chapter]}: "
            told.append(named + _periods(periods))
    return "; ".join(told)


def _periods(periods: list[str]) -> str:
    years = [period for period in periods if period.isdigit()]
    named = [f"{years[0]}–{years[-1]}" if len(years) > 1 else years[0]] if years else []
    return ", ".join([*named, *([_("year not known")] if UNKNOWN_YEAR in periods else [])])
