"""Ages in years for whom an area counts: ranges with both ends included, where None is no bound."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

Ages = tuple[int | None, int | None]
EVERYBODY: Ages = (None, None)
_OLDEST = 1000  # above any age, so that "no bound" can be compared


def overlap(one: Ages, other: Ages) -> bool:
    """Whether somebody can be of an age of both."""
    return (one[0] or 0) <= _last(other) and (other[0] or 0) <= _last(one)


def merged(ranges: Iterable[Ages]) -> tuple[Ages, ...]:
    """The same ages in as few ranges as there can be, the youngest first."""
    found: list[Ages] = []
    for youngest, oldest in sorted(ranges, key=lambda one: (one[0] or 0, _last(one))):
        if found and (youngest or 0) <= _last(found[-1]) + 1:
            last = max(_last(found[-1]), _last((youngest, oldest)))
            found[-1] = (found[-1][0], None if last == _OLDEST else last)
        else:
            found.append((youngest or None, oldest))
    return tuple(found)


def in_words(ages: Ages) -> str:
    """In the language of the page; empty for everybody."""
    youngest, oldest = ages
    if youngest and oldest is not None:
        return _("%(first)s to %(last)s years") % {"first": youngest, "last": oldest}
    if youngest:
        return _("%(first)s years or older") % {"first": youngest}
    return "" if oldest is None else _("up to %(last)s years") % {"last": oldest}


def _last(ages: Ages) -> int:
    return _OLDEST if ages[1] is None else ages[1]
