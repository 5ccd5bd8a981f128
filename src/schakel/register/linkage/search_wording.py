"""How a report answers to a search, in words that give no name away."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.methods.linkage.comparison import Date, Name
from schakel.methods.linkage.searching import Answer, NameHit, Part

_PARTS: dict[Part, Promise] = {
    Part.LAST: gettext_lazy("surname"),
    Part.GIVEN: gettext_lazy("given name"),
    Part.ALIAS: gettext_lazy("other name"),
}
_LEVELS: dict[Name, Promise] = {
    Name.FORM: gettext_lazy("another form of the name"),
    Name.SOUND: gettext_lazy("sounds alike"),
    Name.CLOSE: gettext_lazy("nearly the same letters"),
    Name.INITIAL: gettext_lazy("the same initial"),
}
_SAME = gettext_lazy("the same")
_DATES: dict[Date, Promise] = {
    Date.SAME: gettext_lazy("the same date of birth"),
    Date.SAME_DEFAULT: gettext_lazy("the same year of birth, both on 1 January"),
    Date.MONTH: gettext_lazy("the same month and year of birth"),
    Date.YEAR_ONLY: gettext_lazy("the same year of birth"),
}
_NEARLY: dict[Date, Promise] = {
    Date.SWAPPED: gettext_lazy("day and month of birth exchanged"),
    Date.EDIT: gettext_lazy("date of birth differs by one digit"),
    Date.SAME_DAY: gettext_lazy("the same birthday in another year"),
    Date.SAME_YEAR: gettext_lazy("the same year of birth, another day"),
    Date.ETHIOPIAN: gettext_lazy("as many years apart as the Ethiopian calendar and ours"),
    Date.ONE_YEAR: gettext_lazy("born one year apart"),
    Date.NOT_KNOWN: gettext_lazy("date of birth not known"),
}


def in_words(answered: Answer) -> tuple[list[str], list[str]]:
    """What agrees, and what agrees only nearly or is not known."""
    found = [_name(hit) for hit in answered.names if hit.part is not None]
    reasons, differences = list(dict.fromkeys(found)), []
    if any(hit.part is None for hit in answered.names):
        differences.append(_("one of the names is not there"))
    if answered.birth in _DATES:
        reasons.append(str(_DATES[answered.birth]))
    elif answered.birth is not None:
        differences.append(str(_NEARLY[answered.birth]))
    return reasons, differences


def _name(hit: NameHit) -> str:
    part = _PARTS[hit.part] if hit.part else ""
    return f"{part}: {_LEVELS.get(hit.level, _SAME)}"


def nationality_in_words(agrees: bool) -> str:
    """Whether the nationality agrees; else no report says it."""
    return _("the same nationality") if agrees else _("nationality not known")
