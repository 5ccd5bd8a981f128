"""The columns of the documented form of a file of reports, and the names that people give them.

One table for every way in: the file, its template and the API ask the same things by the same names.
"""

from dataclasses import dataclass
from enum import StrEnum

from schakel.foundation.geography.queries import fold


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "TEXT"
    CODE = "CODE"  # of the column's code list
    DATE = "DATE"  # partial: 2019, 2019-05 or 2019-05-03; rough: 2019-05~ or ca. 5-2019
    PERIOD = "PERIOD"  # between two such dates: 2017/2018-05, sinds 2019; see ui.periods
    NUMBER = "NUMBER"  # whole
    NAMES = "NAMES"  # without commas, which part them as semicolons do
    V_NUMBER = "V_NUMBER"  # ten digits
    PHONE = "PHONE"  # digits, with 0 or + in front
    YES_NO = "YES_NO"
    COUNTRY = "COUNTRY"  # ISO 3166-1, two letters; or its name
    NATIONALITY = "NATIONALITY"  # a country, or a code of nationality_special
    MUNICIPALITY = "MUNICIPALITY"  # GM and four digits; or its name
    PLACE = "PLACE"  # a municipality or a country
    POLICE_UNIT = "POLICE_UNIT"  # of a kind that fits the kind of reporter; see regions
    ORGANISATION = "ORGANISATION"  # its number


@dataclass(frozen=True)
class Column:
    """One column: its identifier, its Dutch heading, further names; `code_list` where it holds codes.

    `many`: a cell may hold several values, separated by semicolons.
    """

    name: str
    dutch: str
    also: tuple[str, ...] = ()
    required: bool = False
    code_list: str = ""
    kind: Kind = Kind.TEXT
    many: bool = False


COLUMNS = (
    Column("reporter_reference", "kenmerk melder", ("kenmerk", "reference"), required=True),
    Column(
        "reporter_type",
        "soort melder",
        ("type melder", "melder"),
        code_list="reporter_type",
        kind=Kind.CODE,
    ),
    Column("organisation", "organisatie", ("organisatienummer",), kind=Kind.ORGANISATION),
    Column("reported_on", "datum melding", ("melddatum", "gemeld op"), kind=Kind.DATE),
    Column("surname", "achternaam", ("familienaam",)),
    Column("name_prefix", "tussenvoegsel", ("tussenvoegsels", "voorvoegsel", "prefix")),
    Column("given_names", "voornamen", ("voornaam",)),
    Column(
        "birth_name", "geboortenaam", ("achternaam bij geboorte", "meisjesnaam", "name at birth")
    ),
    Column(
        "aliases",
        "aliassen",
        ("alias", "bijnaam", "roepnaam", "ook bekend als"),
        kind=Kind.NAMES,
        many=True,
    ),
    Column("date_of_birth", "geboortedatum", ("geboren op", "geboren"), kind=Kind.DATE),
    Column(
        "birth_basis",
        "basis geboortedatum",
        ("herkomst geboortedatum", "kwaliteit geboortedatum", "dob quality"),
        code_list="birth_basis",
        kind=Kind.CODE,
    ),
    Column("birth_place", "geboorteplaats", ("plaats van geboorte",)),
    Column(
        "v_number", "v-nummer", ("vreemdelingennummer", "vnummer", "v nummer"), kind=Kind.V_NUMBER
    ),
    Column(
        "phone",
        "telefoonnummer",
        ("telefoon", "mobiel", "telefoonnummer persoon"),
        kind=Kind.PHONE,
    ),
    Column("person_key", "persoonssleutel", ("sleutel persoon", "pseudoniem")),
    Column("age", "leeftijd", kind=Kind.NUMBER),
    Column("gender", "geslacht", ("gender of geslacht",), code_list="gender", kind=Kind.CODE),
    Column(
        "nationalities",
        "nationaliteiten",
        ("nationaliteit", "nationality"),
        kind=Kind.NATIONALITY,
        many=True,
    ),
    Column("country_of_birth", "geboorteland", kind=Kind.COUNTRY),
    Column("residence_status", "verblijfsstatus", code_list="residence_status", kind=Kind.CODE),
    Column(
        "forms",
        "vormen van uitbuiting",
        ("vorm van uitbuiting", "uitbuiting", "form"),
        code_list="exploitation_form",
        kind=Kind.CODE,
        many=True,
    ),
    Column("sectors", "sectoren", ("sector",), code_list="sector", kind=Kind.CODE, many=True),
    Column(
        "place_municipality",
        "gemeente uitbuiting",
        ("gemeente", "municipality"),
        kind=Kind.MUNICIPALITY,
    ),
    Column("place_country", "land uitbuiting", ("land",), kind=Kind.COUNTRY),
    Column(
        "domestic_crossborder",
        "binnenlands of grensoverschrijdend",
        ("binnenlands grensoverschrijdend",),
        code_list="domestic_crossborder",
        kind=Kind.CODE,
    ),
    Column(
        "further_places",
        "verdere plaatsen uitbuiting",
        ("andere plaatsen", "verdere plaatsen"),
        kind=Kind.PLACE,
        many=True,
    ),
    Column(
        "periods",
        "perioden uitbuiting",
        ("periode uitbuiting", "periode", "period"),
        kind=Kind.PERIOD,
        many=True,
    ),
    Column(
        "recruitment_methods",
        "wijzen van werving",
        ("wijze van werving", "werving"),
        code_list="recruitment_method",
        kind=Kind.CODE,
        many=True,
    ),
    Column(
        "recruiter_relations",
        "relatie met werver",
        ("relatie met de werver",),
        code_list="recruiter_relation",
        kind=Kind.CODE,
        many=True,
    ),
    Column(
        "control_means",
        "dwangmiddelen",
        ("dwangmiddel",),
        code_list="control_means",
        kind=Kind.CODE,
        many=True,
    ),
    Column(
        "countries_of_origin",
        "landen van herkomst",
        ("land van herkomst", "land van werving"),
        kind=Kind.COUNTRY,
        many=True,
    ),
    Column(
        "countries_of_transit",
        "landen van doorreis",
        ("land van doorreis",),
        kind=Kind.COUNTRY,
        many=True,
    ),
    Column(
        "countries_of_destination",
        "landen van bestemming",
        ("land van bestemming",),
        kind=Kind.COUNTRY,
        many=True,
    ),
    Column("police_unit", "politie-eenheid", ("politieeenheid", "eenheid"), kind=Kind.POLICE_UNIT),
    Column(
        "purposes",
        "doelen",
        ("doel", "doel van de melding", "purpose"),
        code_list="purpose",
        kind=Kind.CODE,
        many=True,
    ),
    Column(
        "legal_basis",
        "grondslag",
        ("grondslagen",),
        code_list="legal_basis",
        kind=Kind.CODE,
        many=True,
    ),
    Column("consent_date", "datum toestemming", ("toestemming op",), kind=Kind.DATE),
    Column("police_report_status", "aangifte", code_list="police_report_status", kind=Kind.CODE),
    Column(
        "reflection_period_status",
        "bedenktijd",
        code_list="reflection_period_status",
        kind=Kind.CODE,
    ),
    Column("sub3_only", "alleen sub 3", kind=Kind.YES_NO),
    # A code of who it is goes to the linkage unit, under `reporter_reference`.
    Column("encoded", "met code", ("code naar koppeleenheid",), kind=Kind.YES_NO),
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
