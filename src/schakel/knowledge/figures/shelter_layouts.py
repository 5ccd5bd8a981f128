"""The layouts of first shelter: requests, placements and stays, each counted for itself."""

from django.utils.translation import gettext as _

from schakel.knowledge.figures.layouts import by_years, last_years, span
from schakel.knowledge.figures.reading import Standing
from schakel.knowledge.figures.tabulation import (
    UNIT,
    Frame,
    Line,
    Picture,
    Section,
    described,
    lines,
    period_line,
    section,
)

ASKED, PLACED, STAYED = "SHELTER_REQUESTS", "PLACEMENTS", "STAYS"
_YEARS = 5


def shelter(standing: Standing, year: str) -> list[Section]:
    """What was counted over the years, and by kind of shelter."""
    years = last_years(standing, year, _YEARS)
    words = {"years": span(years)}
    rows = tuple(
        Line(unit.code, unit.nl, unit.en, ({UNIT: unit.code},)) for unit in standing.structure.units
    )
    frame = Frame(ASKED, rows, tuple(map(period_line, years)), UNIT)
    heading = _("Requests, placements and stays, %(years)s") % words
    return [
        section(standing, "units", frame, heading=heading, picture=Picture.YEARS),
        *(
            by_years(standing, unit, dimension, years, code, heading=heading % words, shares=True)
            for code, unit, dimension, heading in (
                ("requests", ASKED, "scheme", _("Requests by kind of shelter, %(years)s")),
                ("placements", PLACED, "scheme", _("Placements by kind of shelter, %(years)s")),
                ("origin", PLACED, "origin", _("Placements by origin, %(years)s")),
            )
        ),
    ]


def time(standing: Standing, year: str) -> list[Section]:
    """How long people waited and stayed: over the years, and this year by kind of shelter."""
    years = last_years(standing, year, _YEARS)
    found = []
    for code, unit, dimension, over_years, by_scheme in (
        (
            "waited",
            ASKED,
            "waited",
            _("Requests by days to a place, %(years)s"),
            _("Requests by days to a place and kind of shelter, %(year)s"),
        ),
        (
            "stayed",
            STAYED,
            "stayed",
            _("Stays by length, %(years)s"),
            _("Stays by length and kind of shelter, %(year)s"),
        ),
    ):
        heading = over_years % {"years": span(years)}
        found.append(by_years(standing, unit, dimension, years, code, heading=heading, shares=True))
        columns = lines(described(standing, "scheme"))
        frame = Frame(
            unit, lines(described(standing, dimension)), columns, dimension, "scheme", period=year
        )
        heading = by_scheme % {"year": year}
        found.append(section(standing, f"{code}-scheme", frame, heading=heading))
    return found
