"""What a snapshot holds: the columns of its files, and how each follows from what the register says."""

from collections.abc import Collection

from schakel.foundation.geography.choices import CountryGroup
from schakel.foundation.geography.queries import country
from schakel.foundation.terms.answers import NO_ANSWER, NONE, UNKNOWN
from schakel.foundation.vault.fingerprints import fingerprint
from schakel.insight.analysis.choices import SEPARATOR, UNKNOWN_YEAR, kind_of
from schakel.register.persons.queries import CountedRow, PersonYear, has_region

# Raised when files or columns come, or change their meaning. The second has the files of first shelter.
VERSION = 2
REPORTS, REGISTRATIONS = "reports", "registrations"
# Enough of the 256 bits that no two are alike in any register.
_DIGITS = 32

IDS = ("report", "person", "request", "placement", "stay", "refusal")
NUMBERS = ("year", "reports")
FLAGS = ("first_in_year", "new_person", "first_request")
SHARED = (
    *("period", "month", "reporter", "reporter_type", "region", "sex", "age_group", "minor"),
    *("nationality", "citizenship", "forms", "main_form", "four_groups", "sectors"),
    *("domestic_crossborder", "residence_status", "police_report", "reflection", "sub3"),
    "share_level",
)
# The order of the columns in each file.
COLUMNS = {
    REPORTS: (
        *("report", "person", "year"),
        *SHARED,
        *("dossier_type", "first_in_year", "new_person"),
    ),
    REGISTRATIONS: (
        "person",
        "year",
        *SHARED,
        "dossier_type",
        "reports",
        "reporters",
        "new_person",
    ),
}
Row = tuple[str | int | bool | None, ...]

_GROUPS = {"LABOUR": "LABOUR", "CRIMINAL": "CRIMINAL", UNKNOWN: UNKNOWN}
_DIRECTIONS = {"DOMESTIC": "DOMESTIC_SEXUAL", "CROSS_BORDER": "CROSSBORDER_SEXUAL"}
_CITIZENSHIP = {CountryGroup.NL: "NL", CountryGroup.EU: "EU"}
_SAID = {True: "YES", False: "NO", None: UNKNOWN}


def pseudonym(kind: str, key: int) -> str:
    """Stands for a row of the register: the same in every snapshot, and nothing without the vault."""
    return fingerprint(f"analysis.{kind}", str(key))[:_DIGITS]


def rows_of(one: PersonYear) -> dict[str, list[Row]]:
    """The rows of a person in a year, by file: one per report, and the one of the registration."""
    shared = {**_facts(one), "person": pseudonym("person", one.person)}
    rows = [
        {
            **shared,
            **_of_report(report),
            "report": pseudonym("report", report.report),
            "first_in_year": place == 0,
            "new_person": place == 0 and one.new,
        }
        for place, report in enumerate(one.reports)
    ]
    found = {REPORTS: rows, REGISTRATIONS: rows[:1]}
    return {
        file: [tuple(row[name] for name in COLUMNS[file]) for row in found[file]] for file in found
    }


def _facts(one: PersonYear) -> dict[str, str | int | bool | None]:
    kinds = {kind_of(report.reporter_type) for report in one.reports}
    return {
        "year": one.year,
        "period": UNKNOWN_YEAR if one.year is None else str(one.year),
        "sex": one.gender,
        "age_group": one.age_group,
        "minor": {True: "MINOR", False: "ADULT", None: UNKNOWN}[one.minor],
        "nationality": one.nationality,
        "citizenship": citizenship(one.nationality),
        "forms": _joined(one.forms),
        "main_form": one.main_form,
        "four_groups": _joined(four_groups(one.forms, one.domestic_crossborder)),
        "sectors": _joined(one.sectors),
        "domestic_crossborder": one.domestic_crossborder,
        "residence_status": one.residence_status,
        "police_report": one.police_report_status,
        "reflection": one.reflection_period_status,
        "sub3": _SAID[one.sub3_only],
        "dossier_type": one.dossier_type,
        "reports": len(one.reports),
        "reporters": _joined(kinds),
    }


def _of_report(report: CountedRow) -> dict[str, str]:
    region = report.region or (UNKNOWN if has_region(report.reporter_type) else NONE)
    return {
        "month": report.month,
        "reporter": kind_of(report.reporter_type),
        "reporter_type": report.reporter_type,
        "region": region,
        "share_level": report.share_level,
    }


def _joined(codes: Collection[str]) -> str:
    return SEPARATOR.join(sorted(codes))


def four_groups(forms: tuple[str, ...], direction: str) -> frozenset[str]:
    """The Rapporteur's classic four; sexual exploitation is in none where its direction is not known."""
    return frozenset(
        _DIRECTIONS.get(direction, UNKNOWN) if form == "SEXUAL" else _GROUPS.get(form, "OTHER")
        for form in forms
    )


def citizenship(nationality: str) -> str:
    """Eurostat's three groups; whoever is stateless is a citizen of no state of the Union."""
    if nationality in NO_ANSWER:
        return UNKNOWN
    land = country(nationality)
    return "NON_EU" if land is None else _CITIZENSHIP.get(CountryGroup(land.group), "NON_EU")
