"""Standard sets of figures for other statistics: sums of released cubes, never of records.

0 is a number: nobody, or too few to be told. Blank is not known: that year does not have the table. They are
never exchanged (Eurostat, trafficking in human beings: reference metadata).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.foundation.geography.queries import inhabitants
from schakel.insight.delivery.deliveries.standards import HTCDS, ICTIP, Unmapped, codes_of
from schakel.knowledge.figures import queries as figures
from schakel.knowledge.figures.faults import NotInCubeError
from schakel.knowledge.figures.tabulation import ALL, Line

PERSONS = "PERSONS"
COLUMNS = (
    *("set", "table", "year", "counts", "row_dimension", "row_code", "row_nl", "row_en"),
    *("column_dimension", "column_code", "column_nl", "column_en", "value"),
)
_PER = 100_000


@dataclass(frozen=True)
class Table:
    """A table of a set: the dimension of its rows, and of its columns ("": the total alone)."""

    code: str
    title: Promise
    rows: str
    columns: str = ""


@dataclass(frozen=True)
class Set:
    """Tables that a receiver asks for together, and on what ground."""

    slug: str
    title: Promise
    ground: Promise
    note: Promise
    tables: tuple[Table, ...] = ()
    # International standards whose codes stand beside ours.
    standards: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file."""
        beside = (f"{side}_{one}" for side in ("row", "column") for one in self.standards)
        return (*COLUMNS, *beside)


@dataclass(frozen=True)
class Value:
    """One number of a set; `value` is None where it is not known."""

    table: str
    year: str
    row: tuple[str, str, str, str]
    column: tuple[str, str, str, str]
    value: float | None

    def cells(self, asked: Set) -> tuple[object, ...]:
        """In the order of the columns of the set."""
        own = (asked.slug, self.table, self.year, PERSONS, *self.row, *self.column, self.value)
        sides = (self.row, self.column)
        return (*own, *(c for side in sides for c in codes_of(asked.standards, *side[:2])))


_FORMS = _(
    "A person with several forms of exploitation counts in each, so forms add up to more than the total."
)
SETS = (
    Set(
        "article-19a",
        _("Article 19a: registered victims"),
        _(
            "Directive 2011/36/EU article 19a, amended by Directive (EU) 2024/1712: yearly, by 30 September"
        ),
        _FORMS,
        (
            Table("organisation", _("By registering organisation"), "reporter"),
            Table("organisation_sex", _("By registering organisation and sex"), "reporter", "sex"),
            Table("organisation_age", _("By registering organisation and age"), "reporter", "age"),
            Table(
                "organisation_citizenship",
                _("By registering organisation and citizenship"),
                "reporter",
                "nationality",
            ),
            Table(
                "organisation_form", _("By registering organisation and form"), "reporter", "form"
            ),
            Table("sex_age", _("By sex and age"), "sex", "age"),
            Table("citizenship_sex", _("By citizenship and sex"), "nationality", "sex"),
            Table("form_sex", _("By form and sex"), "form", "sex"),
            Table("form_age", _("By form and age"), "form", "age"),
        ),
    ),
    Set(
        "eurostat-thb",
        _("Eurostat: trafficking in human beings"),
        _("Eurostat's yearly collection crim_thb, registered victims"),
        _FORMS,
        (
            Table("crim_thb_sex", _("By sex"), "sex"),
            Table("crim_thb_vctz", _("By citizenship"), "nationality", "sex"),
            Table("crim_thb_vexp", _("By form of exploitation"), "form", "sex"),
            Table("crim_thb_vsage", _("By sex and age"), "sex", "age"),
        ),
    ),
    Set(
        "sdg-16-2-2",
        _("SDG 16.2.2: victims per 100,000 inhabitants"),
        _("United Nations, indicator 16.2.2 of the Sustainable Development Goals"),
        _(
            "Per 100,000 of all inhabitants of today; numbers by sex or age are shares of that, "
            "not rates within the sex or age."
        ),
        (
            Table("total_sex", _("By sex"), "sex"),
            Table("total_age", _("By age"), "age"),
            Table("total_form", _("By form of exploitation"), "form"),
        ),
    ),
    Set(
        "ic-tip",
        _("IC-TIP: administrative data on trafficking in persons"),
        _("United Nations Statistical Commission, March 2025: victims and reporting entities"),
        _FORMS,
        (
            Table("victims_sex_age", _("By sex and age"), "sex", "age"),
            Table("victims_citizenship", _("By citizenship"), "nationality", "sex"),
            Table("victims_form", _("By form of exploitation"), "form", "sex"),
            Table("victims_form_age", _("By form and age"), "form", "age"),
            Table("reporting_entities", _("By registering organisation"), "reporter"),
        ),
        standards=(ICTIP, HTCDS),
    ),
)
BY_SLUG = {one.slug: one for one in SETS}
RATES = "sdg-16-2-2"


def values(asked: Set) -> Iterator[Value]:
    """Every number of a set; none where no figures stand published."""
    divisor = _hundred_thousands() if asked.slug == RATES else None
    for table in asked.tables:
        try:
            found = figures.table(PERSONS, table.rows, table.columns or None)
        except NotInCubeError:
            continue
        for (row, column, period), value in found.values.items():
            yield Value(
                table.code,
                period,
                (table.rows, *_line(found.rows, row)),
                (table.columns, *_line(found.columns, column)),
                _rate(value, divisor),
            )


def _line(lines: tuple[Line, ...], code: str) -> tuple[str, str, str]:
    line = next(one for one in lines if one.code == code)
    return line.code, line.nl, line.en


def _hundred_thousands() -> float | None:
    people, _day = inhabitants()
    return sum(people.values()) / _PER or None


def _rate(value: int | None, divisor: float | None) -> float | None:
    if value is None or divisor is None:
        return value
    return round(value / divisor, 2)


def problems(found: list[Value]) -> list[tuple[str, str]]:
    """What is not in order before a set leaves: a table and year whose parts are more than their total."""
    wrong = []
    totals = {
        (one.table, one.year): one.value
        for one in found
        if (one.row[1], one.column[1]) == (ALL, ALL)
    }
    for one in found:
        total = totals.get((one.table, one.year))
        if total is not None and one.value is not None and one.value > total:
            wrong.append((one.table, one.year))
    return sorted(set(wrong))


def unmapped(asked: Set, found: list[Value]) -> list[Unmapped]:
    """Categories in a set that a standard beside it has no known code for: said, and never guessed."""
    categories = {
        side for one in found for side in (one.row, one.column) if side[0] and side[1] != ALL
    }
    return [
        Unmapped(standard, *side)
        for standard in asked.standards
        for side in sorted(categories)
        if not next(codes_of((standard,), *side[:2]))
    ]
