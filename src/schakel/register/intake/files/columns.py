"""The columns of the documented form of a file of reports, and the names that people give them."""

from dataclasses import dataclass

from schakel.foundation.geography.queries import fold


@dataclass(frozen=True)
class Column:
    """One column: its identifier, its Dutch heading, further names; `code_list` where it holds codes."""

    name: str
    dutch: str
    also: tuple[str, ...] = ()
    required: bool = False
    code_list: str = ""


COLUMNS = (
    Column("reporter_reference", "kenmerk melder", ("kenmerk", "reference"), required=True),
    Column("reporter_type", "soort melder", ("type melder", "melder"), code_list="reporter_type"),
    Column("organisation", "organisatie", ("organisatienummer",)),
    Column("reported_on", "datum melding", ("melddatum", "gemeld op")),
    Column("surname", "achternaam", ("familienaam",)),
    Column("given_names", "voornamen", ("voornaam",)),
    Column("date_of_birth", "geboortedatum", ("geboren op", "geboren")),
    Column("person_key", "persoonssleutel", ("sleutel persoon", "pseudoniem")),
    Column("age", "leeftijd"),
    Column("gender", "geslacht", ("gender of geslacht",), code_list="gender"),
    Column("nationalities", "nationaliteiten", ("nationaliteit", "nationality")),
    Column("country_of_birth", "geboorteland"),
    Column("residence_status", "verblijfsstatus", code_list="residence_status"),
    Column(
        "forms",
        "vormen van uitbuiting",
        ("vorm van uitbuiting", "uitbuiting", "form"),
        code_list="exploitation_form",
    ),
    Column("sectors", "sectoren", ("sector",), code_list="sector"),
    Column("place_municipality", "gemeente uitbuiting", ("gemeente", "municipality")),
    Column("place_country", "land uitbuiting", ("land",)),
    Column(
        "domestic_crossborder",
        "binnenlands of grensoverschrijdend",
        ("binnenlands grensoverschrijdend",),
        code_list="domestic_crossborder",
    ),
    Column("police_unit", "politie-eenheid", ("politieeenheid", "eenheid")),
    Column("purposes", "doelen", ("doel", "doel van de melding", "purpose"), code_list="purpose"),
    Column("legal_basis", "grondslag", ("grondslagen",), code_list="legal_basis"),
    Column("consent_date", "datum toestemming", ("toestemming op",)),
    Column("police_report_status", "aangifte", code_list="police_report_status"),
    Column("reflection_period_status", "bedenktijd", code_list="reflection_period_status"),
    Column("sub3_only", "alleen sub 3"),
    Column("note", "toelichting", ("opmerking", "opmerkingen")),
)
LIST_COLUMNS = (
    Column("person", "persoon", required=True),
    Column("list", "lijst", required=True),
)


def known_names(columns: tuple[Column, ...]) -> dict[str, str]:
    """Folded heading → identifier, for every name a column goes by."""
    return {
        fold(name): column.name
        for column in columns
        for name in (column.name, column.dutch, *column.also)
    }
