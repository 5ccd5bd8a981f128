"""The fixed tables: each a layout with its title. One that asks what the cubes do not have is not there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from schakel.knowledge.figures import layouts, shelter_layouts
from schakel.knowledge.figures.choices import Chapter
from schakel.knowledge.figures.layouts import PERSONS, REPORTS
from schakel.knowledge.figures.reading import Standing
from schakel.knowledge.figures.tabulation import Section

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
    chapter: Chapter = Chapter.REGISTER

    def fits(self, standing: Standing) -> bool:
        """Whether the cubes have what it asks, and a year to show."""
        if not standing.years or standing.chapter != self.chapter:
            return False
        dimensions = {one.code for one in standing.structure.dimensions}
        known = standing.structure.unit(self.unit) is not None
        return known and self.needs <= dimensions


def _table(
    slug: str,
    texts: tuple[Promise, Promise],
    needs: str,
    unit: str,
    build: Build,
    yearly: bool = True,
    chapter: Chapter = Chapter.REGISTER,
) -> FixedTable:
    return FixedTable(slug, *texts, frozenset(needs.split()), unit, build, yearly, chapter)


TABLES: Mapping[str, FixedTable] = {
    one.slug: one
    for one in (
        _table(
            "reports-by-reporter",
            (
                gettext_lazy("Reports and persons by kind of reporter and year"),
                gettext_lazy("Who reported possible victims, in every year that was released."),
            ),
            "reporter", REPORTS, layouts.reporters, yearly=False,
        ),
        _table(
            "by-year",
            (
                gettext_lazy("Reports, persons and new persons by year"),
                gettext_lazy("How many reports there were, and about how many persons."),
            ),
            "", REPORTS, layouts.by_year, yearly=False,
        ),
        _table(
            "this-year-and-last",
            (
                gettext_lazy("This year beside last year"),
                gettext_lazy("Reports by kind of reporter: how many, which share, and the change."),
            ),
            "reporter", REPORTS, layouts.this_year_and_last,
        ),
        _table(
            "reporters-and-age",
            (
                gettext_lazy("Who reports minors and adults, Dutch or not"),
                gettext_lazy("Reports of minors and adults, with Dutch nationality or another."),
            ),
            "reporter age nationality", REPORTS, layouts.reporters_and_age,
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
            "region reporter", REPORTS, layouts.regions,
        ),
        _table(
            "dossier-types",
            (
                gettext_lazy("Dossier types over three years"),
                gettext_lazy(
                    "What was asked for a person: registration alone, or shelter, or information and advice."
                ),
            ),
            "dossier reporter", PERSONS, layouts.dossier_types,
        ),
        _table(
            "forms",
            (
                gettext_lazy("Forms of exploitation over three years"),
                gettext_lazy("Persons by form. Who has two forms counts in both, and once in the total."),
            ),
            "form", PERSONS, layouts.forms,
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
            "group sex age", PERSONS, layouts.groups,
        ),
        _table(
            "sectors",
            (
                gettext_lazy("Sectors"),
                gettext_lazy(
                    "In which sectors persons were exploited, over three years and by sex. Who was in two "
                    "sectors counts in both, and once in the total."
                ),
            ),
            "sector sex", PERSONS, layouts.sectors,
        ),
        _table(
            "domestic-or-cross-border",
            (
                gettext_lazy("Domestic or cross-border"),
                gettext_lazy(
                    "Persons exploited within one country or brought across a border for it: over five "
                    "years, by form and by nationality."
                ),
            ),
            "route form nationality", PERSONS, layouts.routes,
        ),
        _table(
            "age-and-sex",
            (
                gettext_lazy("Age and sex"),
                gettext_lazy("Persons by age at the time and sex."),
            ),
            "age sex", PERSONS, layouts.age_and_sex,
        ),
        _table(
            "nationality",
            (
                gettext_lazy("Nationality"),
                gettext_lazy("Persons by nationality over three years."),
            ),
            "nationality", PERSONS, layouts.nationality,
        ),
        _table(
            "young-people",
            (
                gettext_lazy("Minors and young adults"),
                gettext_lazy("Minors, and persons from 18 to 22, by form of exploitation and sex."),
            ),
            "age form sex", PERSONS, layouts.young,
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
            "sub3", PERSONS, layouts.sub3,
        ),
        _table(
            "shelter",
            (
                gettext_lazy("First shelter: requests, placements and stays"),
                gettext_lazy(
                    "How often shelter was asked for and found, by kind of shelter. A request is not a "
                    "placement, and a placement is not a person."
                ),
            ),
            "scheme origin", shelter_layouts.ASKED, shelter_layouts.shelter, chapter=Chapter.SHELTER,
        ),
        _table(
            "shelter-time",
            (
                gettext_lazy("First shelter: time to a place, and length of the stay"),
                gettext_lazy(
                    "How long it took from a request to a place, and how long people stayed, in days."
                ),
            ),
            "waited stayed scheme", shelter_layouts.ASKED, shelter_layouts.time,
            chapter=Chapter.SHELTER,
        ),
    )
}  # fmt: skip
