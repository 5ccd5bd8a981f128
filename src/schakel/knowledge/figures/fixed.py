"""The fixed tables: the layouts of the annual overviews and the Rapporteur's monitors, over the cube.

A layout that asks a dimension or unit which the cubes do not have is not there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.foundation.geography.queries import inhabitants
from schakel.knowledge.figures.content import ALL, Dimension
from schakel.knowledge.figures.reading import Standing
from schakel.knowledge.figures.structure import UNKNOWN, top
from schakel.knowledge.figures.tabulation import (
    UNIT,
    Frame,
    Inhabitants,
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
Build = Callable[[Standing, str], list[Section]]


@dataclass(frozen=True)
class FixedTable:
    """A layout: `build` makes its tables for a year; not `yearly`: it has all years side by side."""

    slug: str
    title: str | Promise
    lead: str | Promise
    needs: frozenset[str]
    unit: str
    build: Build
    yearly: bool = False

    def fits(self, standing: Standing) -> bool:
        """Whether the cubes have what it asks, and a year to show."""
        if not standing.years:
            return False
        dimensions = {one.code for one in standing.structure.dimensions}
        known = standing.structure.unit(self.unit) is not None
        return known and self.needs <= dimensions


def _by_years(
    standing: Standing,
    unit: str,
    dimension: str,
    periods: Sequence[str],
    code: str = "",
    **shown: object,
) -> Section:
    found = described(standing, dimension)
    frame = Frame(unit, lines(found), tuple(map(period_line, periods)), dimension)
    return section(standing, code or unit.lower(), frame, **{"picture": Picture.YEARS, **shown})


def _last(standing: Standing, year: str, many: int) -> list[str]:
    """`year` and the years before it, at most `many`."""
    return [one for one in standing.years if one <= year][-many:]


def _reporters(standing: Standing, _year: str) -> list[Section]:
    return [
        _by_years(standing, unit, "reporter", standing.periods, heading=heading)
        for unit, heading in (
            (REPORTS, _("Number of reports by kind of reporter and year")),
            (PERSONS, _("Number of persons by kind of reporter and year")),
        )
        if standing.structure.unit(unit)
    ]


def _by_year(standing: Standing, _year: str) -> list[Section]:
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


def _reporters_and_age(standing: Standing, year: str) -> list[Section]:
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


def _this_year_and_last(standing: Standing, year: str) -> list[Section]:
    heading = _("Reports by kind of reporter, %(year)s beside the year before") % {"year": year}
    return [
        _by_years(
            standing,
            REPORTS,
            "reporter",
            _last(standing, year, 2),
            heading=heading,
            shares=True,
            change=True,
        )
    ]


def _regions(standing: Standing, year: str) -> list[Section]:
    rows = lines(described(standing, "region"))
    people, counted_on = inhabitants()
    living = Inhabitants({**people, ALL: sum(people.values())}, counted_on)
    everything = Frame(REPORTS, rows, (total_line(),), "region", period=year)
    reporters = lines(described(standing, "reporter"))
    by_reporter = Frame(REPORTS, rows, reporters, "region", "reporter", period=year)
    years = _last(standing, year, 3)
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
        _by_years(
            standing,
            PERSONS,
            "region",
            years,
            picture=None,
            inhabitants=living,
            heading=_("Persons by region, %(years)s") % {"years": _span(years)},
        ),
        section(
            standing,
            "by-reporter",
            by_reporter,
            heading=_("Reports by region and kind of reporter, %(year)s") % {"year": year},
        ),
    ]


def _forms(standing: Standing, year: str) -> list[Section]:
    years = _last(standing, year, 3)
    heading = _("Persons by form of exploitation, %(years)s") % {"years": _span(years)}
    return [_by_years(standing, PERSONS, "form", years, "forms", heading=heading, shares=True)]


def _groups(standing: Standing, year: str) -> list[Section]:
    years = _last(standing, year, WINDOW)
    heading = _("Persons by group, %(years)s") % {"years": _span(years)}
    found = [_by_years(standing, PERSONS, "group", years, "years", heading=heading)]
    rows = lines(described(standing, "group"))
    for code, heading in (
        ("sex", _("Persons by group and sex, %(year)s")),
        ("age", _("Persons by group, minor or adult, %(year)s")),
    ):
        columns = _top_lines(described(standing, code))
        frame = Frame(PERSONS, rows, columns, "group", code, period=year)
        words = heading % {"year": year}
        found.append(
            section(standing, code, frame, heading=words, picture=Picture.BARS, shares=True)
        )
    return found


def _top_lines(dimension: Dimension) -> tuple[Line, ...]:
    return lines(dimension, deep=False)


def _age_and_sex(standing: Standing, year: str) -> list[Section]:
    rows, columns = lines(described(standing, "age")), lines(described(standing, "sex"))
    frame = Frame(PERSONS, rows, columns, "age", "sex", period=year)
    heading = _("Persons by age and sex, %(year)s") % {"year": year}
    return [section(standing, "persons", frame, heading=heading, picture=Picture.BARS, shares=True)]


def _nationality(standing: Standing, year: str) -> list[Section]:
    years = _last(standing, year, 3)
    heading = _("Persons by nationality, %(years)s") % {"years": _span(years)}
    return [
        _by_years(
            standing, PERSONS, "nationality", years, "persons", heading=heading, shares=True,
            picture=Picture.BARS,
        )
    ]  # fmt: skip


def _young(standing: Standing, year: str) -> list[Section]:
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


def _sub3(standing: Standing, year: str) -> list[Section]:
    years = _last(standing, year, WINDOW)
    heading = _("Persons by whether it is a case at the border (sub 3), %(years)s")
    words = heading % {"years": _span(years)}
    return [_by_years(standing, PERSONS, "sub3", years, "persons", heading=words, shares=True)]


def _span(years: Sequence[str]) -> str:
    return years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _table(
    slug: str,
    texts: tuple[Promise, Promise],
    needs: str,
    unit: str,
    build: Build,
    yearly: bool = True,
) -> FixedTable:
    return FixedTable(slug, *texts, frozenset(needs.split()), unit, build, yearly)


TABLES: Mapping[str, FixedTable] = {
    one.slug: one
    for one in (
        _table(
            "reports-by-reporter",
            (
                gettext_lazy("Reports and persons by kind of reporter and year"),
                gettext_lazy("Who reported possible victims, in every year that was released."),
            ),
            "reporter", REPORTS, _reporters, yearly=False,
        ),
        _table(
            "by-year",
            (
                gettext_lazy("Reports, persons and new persons by year"),
                gettext_lazy("How many reports there were, and about how many persons."),
            ),
            "", REPORTS, _by_year, yearly=False,
        ),
        _table(
            "this-year-and-last",
            (
                gettext_lazy("This year beside last year"),
                gettext_lazy("Reports by kind of reporter: how many, which share, and the change."),
            ),
            "reporter", REPORTS, _this_year_and_last,
        ),
        _table(
            "reporters-and-age",
            (
                gettext_lazy("Who reports minors and adults, Dutch or not"),
                gettext_lazy("Reports of minors and adults, with Dutch nationality or another."),
            ),
            "reporter age nationality", REPORTS, _reporters_and_age,
        ),
        _table(
            "regions",
            (
                gettext_lazy("Reports and persons by region"),
                gettext_lazy(
                    "By region of the reporter: numbers and rates per 100,000 inhabitants, on a map, over "
                    "three years, and for each kind of reporter."
                ),
            ),
            "region reporter", REPORTS, _regions,
        ),
        _table(
            "forms",
            (
                gettext_lazy("Forms of exploitation over three years"),
                gettext_lazy("Persons by form. Who has two forms counts in both, and once in the total."),
            ),
            "form", PERSONS, _forms,
        ),
        _table(
            "four-groups",
            (
                gettext_lazy("The four groups"),
                gettext_lazy(
                    "Sexual exploitation within the country and across borders, labour exploitation and "
                    "criminal exploitation: persons over five years, by sex, and minor or adult."
                ),
            ),
            "group sex age", PERSONS, _groups,
        ),
        _table(
            "age-and-sex",
            (
                gettext_lazy("Age and sex"),
                gettext_lazy("Persons by age at the time and sex."),
            ),
            "age sex", PERSONS, _age_and_sex,
        ),
        _table(
            "nationality",
            (
                gettext_lazy("Nationality"),
                gettext_lazy("Persons by nationality over three years."),
            ),
            "nationality", PERSONS, _nationality,
        ),
        _table(
            "young-people",
            (
                gettext_lazy("Minors and young adults"),
                gettext_lazy("Minors, and persons from 18 to 22, by form of exploitation and sex."),
            ),
            "age form sex", PERSONS, _young,
        ),
        _table(
            "border-cases",
            (
                gettext_lazy("Cases at the border (sub 3)"),
                gettext_lazy(
                    "Persons recruited or taken along across the border for prostitution, apart from the "
                    "others (article 273f, paragraph 1, sub 3)."
                ),
            ),
            "sub3", PERSONS, _sub3,
        ),
    )
}  # fmt: skip
