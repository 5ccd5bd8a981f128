"""A municipality in words: what is known or missing, how it compares; for its page and its council."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from schakel.foundation.geography.models import Municipality
from schakel.foundation.terms.queries import label
from schakel.network.monitor.choices import GUIDE, ITEMS, THEMES, THERE
from schakel.network.monitor.counting import History, ThemeStanding, reference_days
from schakel.network.monitor.models import Answer, Status
from schakel.network.monitor.papers import Paper, Section
from schakel.network.monitor.queries import history, level_of, newest, similar, standing
from schakel.network.monitor.showing import legend, shown

YEARS = 5


def said(row: Status | Answer | None, with_remark: bool, on: date | None = None) -> list[str]:
    """What is known about an item besides its state as on a day (today), each in a few words."""
    if row is None:
        return []
    found = [row.organisation]
    if row.hours is not None:
        found.append(_("%(hours)s hours a week") % {"hours": f"{row.hours.normalize():f}"})
    if row.age_from is not None or row.age_to is not None:
        found.append(_ages(row))
    if row.covers_all:
        found.append(_("for all forms: %(answer)s") % {"answer": row.get_covers_all_display()})
    if row.adopted_on:
        found.append(_("adopted %(day)s") % {"day": date_format(row.adopted_on)})
    if row.valid_until:
        ended = row.valid_until < (on or timezone.localdate())
        counts = ended and isinstance(row, Status) and row.state in THERE
        text = _("expired on %(day)s") if ended else _("valid up to and including %(day)s")
        text = _("expired on %(day)s, still counted as present") if counts else text
        found.append(text % {"day": date_format(row.valid_until)})
    return [text for text in (*found, row.remark if with_remark else "") if text]


def _ages(row: Status | Answer) -> str:
    if row.age_to is None and not row.age_from:
        return _("for every age")
    if row.age_to is None:
        return _("from age %(low)s") % {"low": row.age_from}
    return _("ages %(low)s to %(high)s") % {"low": row.age_from or 0, "high": row.age_to}


def missing(themes: list[ThemeStanding]) -> list[dict[str, Any]]:
    """Items that are not there, those of the basis first, each with the chapter of the guide that helps."""
    rows = [one for theme in themes for one in theme.items if one.state not in THERE]
    rows.sort(key=lambda one: level_of(one.item) != "BASIS")
    return [
        {
            "name": label(ITEMS, one.item),
            "level": level_of(one.item).label,
            "now": shown(one.state),
            "guide": GUIDE.get(one.item, ""),
        }
        for one in rows
    ]


def levels(themes: list[ThemeStanding]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Items there, of all, on the first and on the second level."""
    first = [theme.basis for theme in themes]
    second = [theme.deepening for theme in themes]
    return _sum(first), _sum(second)


def _sum(pairs: list[tuple[int, int]]) -> tuple[int, int]:
    return sum(there for there, _all in pairs), sum(number for _there, number in pairs)


def portrait_paper(place: Municipality, on: date) -> Paper:
    """The document for the council: the themes then and now, what is missing, similar municipalities.

    Remarks are left out: those are between the centre and the adviser.
    """
    others = similar(place)
    days = reference_days(on, YEARS)
    known = history(on, [place.code, *(m.code for m in others)])
    themes = standing(place.code, days, known)
    day = date_format(on, "DATE_FORMAT")
    name = place.display_name
    return Paper(
        title=_("Approach to human trafficking: %(name)s") % {"name": name},
        author=_("Coordination centre against human trafficking"),
        lang="en" if (get_language() or "").startswith("en") else "nl",
        lead=_("How the approach of %(name)s stands as on %(day)s: five themes, two levels.")
        % {"name": name, "day": day},
        foot=_("Municipal monitor, as on %(day)s") % {"day": day},
        sections=[
            *_themes(place, themes, days, on),
            _lacking(themes),
            _others(place, others, known, on),
            Section(_("About these data"), _about(), [], []),
        ],
    )


def _about() -> list[str]:
    signs = ", ".join(f"{one.sign} {one.label}" for one in legend())
    return [
        _("Earlier years: as on 31 December. Signs: %(signs)s.") % {"signs": signs},
        _(
            "The themes and levels are those of the Kader Aanpak Mensenhandel (2021). Which item belongs to "
            "which level is the centre's reading. Not known means that nobody looked, not that it is absent."
        ),
    ]


def _themes(
    place: Municipality, themes: list[ThemeStanding], days: list[date], on: date
) -> list[Section]:
    held = newest(place.code, on)
    head = [_("Item"), _("Level"), _("Now"), *(str(day.year) for day in days[:-1])]
    head.append(_("What is known"))
    return [
        Section(
            label(THEMES, theme.theme),
            [_standing(theme)],
            head,
            [
                [
                    label(ITEMS, one.item),
                    str(level_of(one.item).label),
                    shown(one.state).label,
                    *(shown(state).sign for state in one.earlier),
                    "; ".join(said(held.get(one.item), False, on)),
                ]
                for one in theme.items
            ],
        )
        for theme in themes
    ]


def _standing(theme: ThemeStanding) -> str:
    numbers = {
        "there": theme.basis[0],
        "all": theme.basis[1],
        "more": theme.deepening[0],
        "of": theme.deepening[1],
    }
    return _("Basis: %(there)s of %(all)s items there. Deepening: %(more)s of %(of)s.") % numbers


def _lacking(themes: list[ThemeStanding]) -> Section:
    rows = [
        [one["name"], str(one["level"]), one["now"].label, str(one["guide"])]
        for one in missing(themes)
    ]
    head = [
        _("Item"),
        _("Level"),
        pgettext("item", "State"),
        _("Chapter of the Kompas Aanpak Mensenhandel"),
    ]
    return Section(_("What is missing"), [] if rows else [_("Every item is there.")], head, rows)


def _others(place: Municipality, others: list[Municipality], known: History, on: date) -> Section:
    rows = []
    for one in (place, *others):
        basis, deeper = levels(standing(one.code, [on], known))
        inhabitants = number_format(one.population, force_grouping=True) if one.population else "–"
        of = _("%(there)s of %(all)s")
        rows.append(
            [
                one.display_name,
                inhabitants,
                of % {"there": basis[0], "all": basis[1]},
                of % {"there": deeper[0], "all": deeper[1]},
                one.police_unit.name,
            ]
        )
    head = [_("Municipality"), _("Inhabitants"), _("Basis"), _("Deepening"), _("Police region")]
    text = _("Of about as many inhabitants: first in the same police region, then in the country.")
    return Section(_("Similar municipalities"), [text], head, rows)
