"""What a score and its levels say, in words that a registrar can check; never a bare percentage."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Levels = Mapping[str, str | bool]

_VERY, _PROBABLY, _QUITE = 0.98, 0.90, 0.50

_FOR: dict[tuple[str, str], Promise] = {
    ("given", "SAME"): _("same given names"),
    ("given", "PART"): _("one given name is the same"),
    ("given", "SOUND"): _("given name spelt differently"),
    ("given", "FORM"): _("forms of one given name"),
    ("given", "CLOSE"): _("given name differs by a letter or two"),
    ("given", "INITIAL"): _("initial fits the given name"),
    ("given", "NEAR"): _("given names look alike"),
    ("last", "SAME"): _("same surname"),
    ("last", "PART"): _("one part of the surname is the same"),
    ("last", "SOUND"): _("surname spelt differently"),
    ("last", "FORM"): _("forms of one surname"),
    ("last", "CLOSE"): _("surname differs by a letter or two"),
    ("last", "INITIAL"): _("initial fits the surname"),
    ("last", "NEAR"): _("surnames look alike"),
    ("alias", "SAME"): _("an alias is the same"),
    ("alias", "PART"): _("part of an alias is the same"),
    ("alias", "SOUND"): _("an alias is spelt differently"),
    ("alias", "FORM"): _("an alias is a form of the other name"),
    ("alias", "CLOSE"): _("an alias differs by a letter or two"),
    ("birth", "SAME"): _("same date of birth"),
    ("birth", "SAME_DEFAULT"): _("same year of birth, both on 1 January"),
    ("birth", "SWAPPED"): _("same date of birth, day and month exchanged"),
    ("birth", "EDIT"): _("date of birth differs by one digit"),
    ("birth", "SAME_DAY"): _("same birthday, other year"),
    ("birth", "ETHIOPIAN"): _("dates of birth as far apart as the Ethiopian and our calendar"),
    ("birth", "YEAR_ONLY"): _("same year of birth"),
    ("birth", "SAME_YEAR"): _("same year of birth, other day"),
    ("birth", "ONE_YEAR"): _("born one year apart"),
    ("sex", "SAME"): _("same gender"),
    ("nationality", "SAME"): _("same nationality"),
    ("birth_country", "SAME"): _("same country of birth"),
    ("birth_place", "SAME"): _("same place of birth"),
    ("phone", "SAME"): _("same telephone number"),
    ("v_number", "SAME"): _("same V-number"),
    ("unit", "STRONG"): _("the linkage unit says that they belong together: strong"),
    ("unit", "WEAK"): _("the linkage unit says that they belong together: weak"),
}
_AGAINST: dict[tuple[str, str], Promise] = {
    ("given", "OTHER"): _("other given names"),
    ("last", "OTHER"): _("other surname"),
    ("birth", "FEW_YEARS"): _("born two to four years apart"),
    ("birth", "SOME_YEARS"): _("born five to eight years apart"),
    ("birth", "OTHER"): _("born more than eight years apart"),
    ("sex", "OTHER"): _("other gender"),
    ("nationality", "OTHER"): _("other nationality"),
    ("birth_country", "OTHER"): _("other country of birth"),
    ("birth_place", "OTHER"): _("other place of birth"),
    ("phone", "OTHER"): _("other telephone number"),
    ("v_number", "OTHER"): _("other V-number"),
}
TWINS = _("Same surname and date of birth, other given names: perhaps twins.")
JANUARY = _("1 January often means that the day and the month are not known.")


@dataclass(frozen=True)
class Told:
    """A comparison in words: what speaks for one person, what against, and what to watch."""

    reasons: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def told(levels: Levels) -> Told:
    """In the order of the topics; a level that has no words is passed over."""
    pairs = [(topic, level) for topic, level in levels.items() if isinstance(level, str)]
    reasons = [str(_FOR[each]) for each in pairs if each in _FOR]
    if levels.get("crossed"):
        reasons.insert(0, str(_("given name and surname exchanged")))
    warnings = [
        str(text) for key, text in (("twins", TWINS), ("january", JANUARY)) if levels.get(key)
    ]
    return Told(reasons, [str(_AGAINST[each]) for each in pairs if each in _AGAINST], warnings)


def chance(score: float) -> str:
    """How probable one person is, in a word or two."""
    if score >= _VERY:
        return str(_("Almost certainly the same person"))
    if score >= _PROBABLY:
        return str(_("Probably the same person"))
    return str(_("Perhaps the same person") if score >= _QUITE else _("Possibly the same person"))


def percent(score: float) -> int:
    """Never 0 or 100: nothing here is certain."""
    return min(max(round(score * 100), 1), 99)
