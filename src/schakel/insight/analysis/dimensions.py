"""What can be counted, and by what: the registry behind the explorer, its definitions and its code book.

An app above may add its own counting units and dimensions (`add_unit`, `add_dimension`): a file of the
snapshot, and columns of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.foundation.geography.queries import country_choices, region_choices
from schakel.foundation.terms.answers import NO_ANSWER, NONE
from schakel.foundation.terms.queries import label, nationality_label, terms
from schakel.insight.analysis.choices import KIND_CODES, UNKNOWN_YEAR
from schakel.insight.analysis.labels import kind_label, period_label
from schakel.insight.analysis.schema import REGISTRATIONS, REPORTS, SHARED

PERIOD, REGION = "period", "region"
Names = Callable[[], dict[str, str]]


@dataclass(frozen=True)
class CountingUnit:
    """What a row of a table counts: rows of a file of the snapshot."""

    code: str
    label: Promise
    meaning: Promise
    file: str
    dimensions: tuple[str, ...]
    only: str = ""  # rows where this column is true
    distinct: str = ""  # not rows, but different values of this column

    @property
    def named(self) -> bool:
        """Whether the reports or persons behind a number can be named, to who works with them."""
        return self.file in (REPORTS, REGISTRATIONS)


@dataclass(frozen=True)
class Dimension:
    """A column by which can be counted. `names` gives every code in order, with its words."""

    code: str
    label: Promise
    meaning: Promise
    names: Names
    several: bool = False  # a value may hold several codes: counted in each, once in the total

    def name(self, code: str) -> str:
        """A code in words; a code that the list does not have is shown as it is."""
        if code in NO_ANSWER:
            return label("nationality_special", code)
        return self.names().get(code, code)

    def order(self, codes: Iterable[str]) -> list[str]:
        """Codes as the list has them, those that say nothing last."""
        places = {code: place for place, code in enumerate(self.names())}
        return sorted(
            codes, key=lambda code: (code in NO_ANSWER, places.get(code, len(places)), code)
        )


_units: dict[str, CountingUnit] = {}
_dimensions: dict[str, Dimension] = {}


def add_unit(unit: CountingUnit) -> None:
    """Let a unit be counted."""
    _units[unit.code] = unit


def add_dimension(dimension: Dimension) -> None:
    """Let units be counted by a column."""
    _dimensions[dimension.code] = dimension


def units() -> dict[str, CountingUnit]:
    """Every counting unit, in the order in which they were added."""
    return dict(_units)


def dimensions(of: CountingUnit | None = None) -> dict[str, Dimension]:
    """Every dimension, or those that a unit has."""
    return {code: one for code, one in _dimensions.items() if of is None or code in of.dimensions}


def _listed(name: str) -> Names:
    return lambda: {code: label(name, code) for code in terms(name)}


def _months() -> dict[str, str]:
    return {f"{number:02}": str(name) for number, name in MONTHS.items()}


def _periods() -> dict[str, str]:
    return {UNKNOWN_YEAR: period_label(UNKNOWN_YEAR)}


def _kinds() -> dict[str, str]:
    return {code: kind_label(code) for code in KIND_CODES}


def _regions() -> dict[str, str]:
    return {**dict(region_choices()), NONE: _("Reporter without a region")}


def _nationalities() -> dict[str, str]:
    return {**dict(country_choices()), "STATELESS": nationality_label("STATELESS")}


def _minor() -> dict[str, str]:
    return {"MINOR": _("Minor (under 18)"), "ADULT": _("Adult")}


def _citizenship() -> dict[str, str]:
    return {
        "NL": _("Dutch"),
        "EU": _("Other country of the European Union"),
        "NON_EU": _("Country outside the European Union"),
    }


def _four_groups() -> dict[str, str]:
    return {
        "DOMESTIC_SEXUAL": _("Sexual exploitation within the country"),
        "CROSSBORDER_SEXUAL": _("Sexual exploitation across a border"),
        "LABOUR": _("Labour exploitation"),
        "CRIMINAL": _("Criminal exploitation"),
        "OTHER": _("Other forms"),
    }


def _yes_or_no() -> dict[str, str]:
    return {"YES": _("Yes"), "NO": _("No")}


_FIRST_ANSWER = gettext_lazy("What the first report of the year says that answers it.")
for _one in (
    Dimension(PERIOD, gettext_lazy("Year"), gettext_lazy("The year of the report."), _periods),
    Dimension("month", gettext_lazy("Month"), gettext_lazy("The month of the report."), _months),
    Dimension(
        "reporter",
        gettext_lazy("Kind of reporter"),
        gettext_lazy(
            "In seven groups. A person counts with the reporter of the first report of the year."
        ),
        _kinds,
    ),
    Dimension(
        "reporter_type",
        gettext_lazy("Kind of reporter, in full"),
        gettext_lazy("As the code list has it."),
        _listed("reporter_type"),
    ),
    Dimension(
        REGION,
        gettext_lazy("Region"),
        gettext_lazy("The police unit of the reporter, or the district of the border police."),
        _regions,
    ),
    Dimension("sex", gettext_lazy("Sex"), _FIRST_ANSWER, _listed("gender")),
    Dimension(
        "age_group",
        gettext_lazy("Age"),
        gettext_lazy("At the time of the first report of the year that says it."),
        _listed("age_group"),
    ),
    Dimension(
        "minor",
        gettext_lazy("Minor or adult"),
        gettext_lazy("At the time of the report; not known where both are possible."),
        _minor,
    ),
    Dimension(
        "nationality",
        gettext_lazy("Nationality"),
        gettext_lazy("One: of several the Dutch, else one of the European Union, else the first."),
        _nationalities,
    ),
    Dimension(
        "citizenship",
        gettext_lazy("Citizenship"),
        gettext_lazy("In Eurostat's three groups; somebody stateless is outside the Union."),
        _citizenship,
    ),
    Dimension(
        "forms",
        gettext_lazy("Form of exploitation"),
        gettext_lazy("Every form that a report of the year names."),
        _listed("exploitation_form"),
        several=True,
    ),
    Dimension(
        "main_form",
        gettext_lazy("Main form of exploitation"),
        gettext_lazy("The one that the first report of the year calls the main form."),
        _listed("exploitation_form"),
    ),
    Dimension(
        "four_groups",
        gettext_lazy("Four groups"),
        gettext_lazy(
            "The classic four of the National Rapporteur. Sexual exploitation of which it is not known "
            "whether it crossed a border is not known here."
        ),
        _four_groups,
        several=True,
    ),
    Dimension(
        "sectors",
        gettext_lazy("Sector"),
        gettext_lazy("Every sector that a report of the year names."),
        _listed("sector"),
        several=True,
    ),
    Dimension(
        "domestic_crossborder",
        gettext_lazy("Domestic or cross-border"),
        _FIRST_ANSWER,
        _listed("domestic_crossborder"),
    ),
    Dimension(
        "residence_status",
        gettext_lazy("Residence status"),
        _FIRST_ANSWER,
        _listed("residence_status"),
    ),
    Dimension(
        "police_report",
        gettext_lazy("Police report"),
        _FIRST_ANSWER,
        _listed("police_report_status"),
    ),
    Dimension(
        "reflection",
        gettext_lazy("Reflection period"),
        _FIRST_ANSWER,
        _listed("reflection_period_status"),
    ),
    Dimension(
        "sub3",
        gettext_lazy("Only art. 273f(1)(3)"),
        gettext_lazy("Only recruited across a border; the National Rapporteur counts these apart."),
        _yes_or_no,
    ),
    Dimension(
        "share_level",
        gettext_lazy("What was shared about identity"),
        gettext_lazy("Of the report; of a person: of the first report of the year."),
        _listed("share_level"),
    ),
    Dimension(
        "dossier_type",
        gettext_lazy("Dossier type"),
        gettext_lazy("What the reports of the year together ask for."),
        _listed("dossier_type"),
    ),
    Dimension(
        "reporters",
        gettext_lazy("All kinds of reporter of the year"),
        gettext_lazy("Every kind that reported the person in the year."),
        _kinds,
        several=True,
    ),
):
    add_dimension(_one)

_OF_PERSONS = (*SHARED, "dossier_type", "reporters")
for _unit in (
    CountingUnit(
        "reports",
        gettext_lazy("Reports"),
        gettext_lazy("Each report that counts. Corrected and withdrawn reports do not."),
        REPORTS,
        (*SHARED, "dossier_type"),
    ),
    CountingUnit(
        "persons",
        gettext_lazy("Persons"),
        gettext_lazy("Each person once in each row, each column and the total, over all years."),
        REGISTRATIONS,
        _OF_PERSONS,
        distinct="person",
    ),
    CountingUnit(
        "new_persons",
        gettext_lazy("New persons"),
        gettext_lazy("Persons in the first year in which they count."),
        REGISTRATIONS,
        _OF_PERSONS,
        only="new_person",
    ),
    CountingUnit(
        "registrations",
        gettext_lazy("Registrations"),
        gettext_lazy("Each person once in each calendar year; over several years once in each."),
        REGISTRATIONS,
        _OF_PERSONS,
    ),
):
    add_unit(_unit)
