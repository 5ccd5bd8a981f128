"""What a release is made of: a period of a chapter, by a code such as "2024" or "shelter-2024"."""

from django.utils.translation import gettext as _

from schakel.insight.analysis.labels import period_label
from schakel.knowledge.figures.choices import Chapter
from schakel.knowledge.figures.spans import address_of

_SIGN = "-"


def code_of(chapter: Chapter, period: str) -> str:
    """The code of a period of a chapter; that of the register is the period itself."""
    return address_of(chapter, period)


def chapter_of(code: str) -> Chapter:
    """Of which chapter a part is."""
    name, sign, _period = code.partition(_SIGN)
    return Chapter(name) if sign else Chapter.REGISTER


def period_of(code: str) -> str:
    """About which period a part is."""
    return code.rpartition(_SIGN)[2]


def part_label(code: str) -> str:
    """A part in words."""
    label = period_label(period_of(code))
    if chapter_of(code) == Chapter.REGISTER:
        return label
    return _("First shelter %(period)s") % {"period": label}
