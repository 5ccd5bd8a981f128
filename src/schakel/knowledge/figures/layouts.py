"""The layouts of the annual overviews and the Rapporteur's monitors: tables over the cubes, for a year.

Each makes its tables out of the figures as they stand and the year that is looked at.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from schakel.knowledge.figures.inhabited import living_in
from schakel.knowledge.figures.reading import Standing
from schakel.knowledge.figures.structure import UNKNOWN, top
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
    total_line,
)

REPORTS, PERSONS = "REPORTS", "PERSONS"
WINDOW = 5
YOUNG = "AGE_18_22"


def by_years(
    standing: Standing,
    unit: str,
    dimension: str,
    periods: Sequence[str],
    code: str = "",
    **shown: object,
) -> Section:
    """A unit by one dimension, with the periods as columns."""
    found = described(standing, dimension)
    frame = Frame(unit, lines(found), tuple(map(period_line, periods)), dimension)
    return section(standing, code or unit.lower(), frame, **{"picture": Picture.YEARS, **shown})


def last_years(standing: Standing, year: str, many: int) -> list[str]:
    """`year` and the years before it, at most `many`."""
    return [one for one in standing.years if one <= year][-many:]


def reporters(standing: Standing, _year: str) -> list[Section]:
    return [
        by_years(standing, unit, "reporter", standing.periods, heading=heading)
        for unit, heading in (
            (REPORTS, _("Number of reports by kind of reporter and year")),
            (PERSONS, _("Number of persons by kind of reporter and year")),
        )
        if standing.structure.unit(unit)
    ]


def by_year(standing: Standing, _year: str) -> list[Section]:
    rows = tuple(
        Line(unit.code, unit.nl, unit.en, ({UNIT: unit.code},)) for unit in standing.structure.units
    )
    frame = Frame(REPORTS, rows, tuple(map(period_line, standing.years)), UNIT)
    heading = _("Reports and persons by year")
    return [section(standing, "years", frame, heading=heading, picture=Picture.YEARS)]


def _crossed(first: Mapping[str, Sequence[str]], labels: tuple[str, str, str]) -> Line:
    """A column of every combination of the given categories of two dimensions."""
    (one, ones), (other, others) = first.items()
    cells = tuple({one: a, other: b} for a in ones for b in others)
    return Line(labels[0], labels[1], labels[2], cells)


def reporters_and_age(standing: Standing, year: str) -> list[Section]:
    nationality = described(standing, "nationality")
    others = [one.code for one in top(nationality) if one.code not in ("NL", UNKNOWN)]
    ages = [one.code for one in top(described(standing, "age")) if one.code != UNKNOWN]
    everybody = [*others, "NL", UNKNOWN]
    unknown = (
        *({"age": UNKNOWN, "nationality": code} for code in everybody),
        *({"age": age, "nationality": UNKNOWN} for age in ages),
    )
    columns = (
        _crossed(
            {"age": ["MINOR"], "nationality": ["NL"]},
            ("MINOR_NL", "Minderjarig, Nederlands", "Minor, Dutch"),
        ),
        _crossed(
            {"age": ["ADULT"], "nationality": ["NL"]},
            ("ADULT_NL", "Meerderjarig, Nederlands", "Adult, Dutch"),
        ),
        _crossed(
            {"age": ["MINOR"], "nationality": others},
            ("MINOR_NOT_NL", "Minderjarig, niet-Nederlands", "Minor, not Dutch"),
        ),
        _crossed(
            {"age": ["ADULT"], "nationality": others},
            ("ADULT_NOT_NL", "Meerderjarig, niet-Nederlands", "Adult, not Dutch"),
        ),
        Line(UNKNOWN, "Niet bekend", "Not known", unknown),
        total_line(),
    )
    rows = lines(described(standing, "reporter"))
    frame = Frame(REPORTS, rows, columns, "reporter", "age", period=year)
    heading = _("Reports by kind of reporter, age and nationality, %(year)s") % {"year": year}
    return [section(standing, "reports", frame, heading=heading, picture=Picture.BARS)]


def this_year_and_last(standing: Standing, year: str) -> list[Section]:
    heading = _("Reports by kind of reporter, %(year)s beside the year before") % {"year": year}
    return [
        by_years(
            standing,
            REPORTS,
            "reporter",
            last_years(standing, year, 2),
            heading=heading,
            shares=True,
            change=True,
        )
    ]


def regions(standing: Standing, year: str) -> list[Section]:
    rows = lines(described(standing, "region"))
    living = living_in("region", rows, {})
    everything = Frame(REPORTS, rows, (total_line(),), "region", period=year)
    reporters = lines(described(standing, "reporter"))
    by_reporter = Frame(REPORTS, rows, reporters, "region", "reporter", period=year)
    years = last_years(standing, year, 3)
    return [
        section(
            standing,
            "map",
            everything,
            picture=Picture.MAP,
            shares=True,
            inhabitants=living,
            heading=_("Reports by region, %(year)s") % {"year": year},
        ),
        by_years(
            standing,
            PERSONS,
            "region",
            years,
            picture=None,
            inhabitants=living,
            heading=_("Persons by region, %(years)s") % {"years": span(years)},
        ),
        section(
            standing,
            "by-reporter",
            by_reporter,
            heading=_("Reports by region and kind of reporter, %(year)s") % {"year": year},
        ),
    ]


def forms(standing: Standing, year: str) -> list[Section]:
    years = last_years(standing, year, 3)
    heading = _("Persons by form of exploitation, %(years)s") % {"years": span(years)}
    return [by_years(standing, PERSONS, "form", years, "forms", heading=heading, shares=True)]


def groups(standing: Standing, year: str) -> list[Section]:
    years = last_years(standing, year, WINDOW)
    heading = _("Persons by group, %(years)s") % {"years": span(years)}
    return [
        by_years(standing, PERSONS, "group", years, "years", heading=heading),
        *_crossed_persons(
            standing,
            "group",
            year,
            {
                "sex": _("Persons by group and sex, %(year)s"),
                "age": _("Persons by group, minor or adult, %(year)s"),
            },
        ),
    ]


def _crossed_persons(
    standing: Standing, rows: str, year: str, headings: Mapping[str, str]
) -> list[Section]:
    """Persons of a year by `rows` and each of the dimensions that `headings` names, without their parts."""
    down = lines(described(standing, rows))
    found = []
    for code, heading in headings.items():
        columns = lines(described(standing, code), deep=False)
        frame = Frame(PERSONS, down, columns, rows, code, period=year)
        words = heading % {"year": year}
        found.append(
            section(standing, code, frame, heading=words, picture=Picture.BARS, shares=True)
        )
    return found


def dossier_types(standing: Standing, year: str) -> list[Section]:
    years = last_years(standing, year, 3)
    heading = _("Persons by dossier type, %(years)s") % {"years": span(years)}
    crossed = {"reporter": _("Persons by dossier type and kind of reporter, %(year)s")}
    return [
        by_years(standing, PERSONS, "dossier", years, "years", heading=heading, shares=True),
        *_crossed_persons(standing, "dossier", year, crossed),
    ]


def sectors(standing: Standing, year: str) -> list[Section]:
    years = last_years(standing, year, 3)
    heading = _("Persons by sector, %(years)s") % {"years": span(years)}
    crossed = {"sex": _("Persons by sector and sex, %(year)s")}
    return [
        by_years(
            standing, PERSONS, "sector", years, "years", heading=heading, shares=True,
            picture=Picture.BARS,
        ),
        *_crossed_persons(standing, "sector", year, crossed),
    ]  # fmt: skip


def routes(standing: Standing, year: str) -> list[Section]:
    years = last_years(standing, year, WINDOW)
    heading = _("Persons by domestic or cross-border, %(years)s") % {"years": span(years)}
    rows, columns = lines(described(standing, "form")), lines(described(standing, "route"))
    by_form = Frame(PERSONS, rows, columns, "form", "route", period=year)
    nations = lines(described(standing, "nationality"), deep=False)
    by_nation = Frame(PERSONS, nations, columns, "nationality", "route", period=year)
    return [
        by_years(standing, PERSONS, "route", years, "years", heading=heading, shares=True),
        *(
            section(standing, code, frame, heading=words % {"year": year}, picture=Picture.BARS)
            for code, frame, words in (
                ("form", by_form, _("Persons by form, domestic or cross-border, %(year)s")),
                (
                    "nationality",
                    by_nation,
                    _("Persons by nationality, domestic or cross-border, %(year)s"),
                ),
            )
        ),
    ]


def age_and_sex(standing: Standing, year: str) -> list[Section]:
    rows, columns = lines(described(standing, "age")), lines(described(standing, "sex"))
    frame = Frame(PERSONS, rows, columns, "age", "sex", period=year)
    heading = _("Persons by age and sex, %(year)s") % {"year": year}
    return [section(standing, "persons", frame, heading=heading, picture=Picture.BARS, shares=True)]


def nationality(standing: Standing, year: str) -> list[Section]:
    years = last_years(standing, year, 3)
    heading = _("Persons by nationality, %(years)s") % {"years": span(years)}
    return [
        by_years(
            standing, PERSONS, "nationality", years, "persons", heading=heading, shares=True,
            picture=Picture.BARS,
        )
    ]  # fmt: skip


def young(standing: Standing, year: str) -> list[Section]:
    rows, columns = lines(described(standing, "form")), lines(described(standing, "sex"))
    found = []
    for code, age, heading in (
        ("minors", "MINOR", _("Minors by form of exploitation and sex, %(year)s")),
        (
            "from-18-to-22",
            YOUNG,
            _("Persons from 18 to 22 by form of exploitation and sex, %(year)s"),
        ),
    ):
        if standing.structure.category("age", age):
            frame = Frame(PERSONS, rows, columns, "form", "sex", {"age": age}, year)
            words = heading % {"year": year}
            found.append(
                section(standing, code, frame, heading=words, picture=Picture.BARS, shares=True)
            )
    return found


def sub3(standing: Standing, year: str) -> list[Section]:
    years = last_years(standing, year, WINDOW)
    heading = _("Persons by whether it is a case at the border (sub 3), %(years)s")
    words = heading % {"years": span(years)}
    return [by_years(standing, PERSONS, "sub3", years, "persons", heading=words, shares=True)]


def span(years: Sequence[str]) -> str:
    """Years in words."""
    return years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"
