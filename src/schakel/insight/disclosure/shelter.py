"""The public cube of first shelter: requests, placements and stays, each a record of its own.

Coarser than the register: hundreds of records a year, and every further category would only round them away.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from schakel.foundation.terms.answers import NONE, UNKNOWN
from schakel.foundation.terms.queries import terms
from schakel.insight.analysis.shelter import (
    LONGER,
    PLACEMENTS,
    REQUESTS,
    STAYS,
)

# What a record of another unit says about how long somebody waited or stayed, or where they came from.
_APART = "NOT_APPLICABLE"


class Named(NamedTuple):
    """A code in both languages."""

    nl: str
    en: str


SCHEMES = {
    "COSM": Named("COSM", "COSM"),
    "OMM": Named("OMM", "OMM"),
    "NLA": Named("Bedden voor arbeidsuitbuiting", "Beds for labour exploitation"),
    "GENERAL": Named("Vrouwen-, mannen- en maatschappelijke opvang", "General shelters"),
    "MINORS": Named("Opvang en hulp voor minderjarigen", "Shelter and care for minors"),
    "OTHER": Named("Andere opvang", "Other shelter"),
}
_WIDER = {
    **{code: code for code in ("COSM", "OMM", "NLA")},
    **dict.fromkeys(("WOMENS_SHELTER", "MENS_SHELTER", "HOMELESS_SHELTER"), "GENERAL"),
    **dict.fromkeys(("BO", "YOUTH_CARE"), "MINORS"),
}
DAYS_WAITED = {
    "DAYS_0_1": Named("Binnen een dag", "Within a day"),
    "DAYS_2_3": Named("2 of 3 dagen", "2 or 3 days"),
    "DAYS_4_7": Named("4 tot 7 dagen", "4 to 7 days"),
    "DAYS_8_14": Named("8 tot 14 dagen", "8 to 14 days"),
    "DAYS_15_30": Named("15 tot 30 dagen", "15 to 30 days"),
    LONGER: Named("Langer", "Longer"),
}
_DAYS_STAYED = {
    "DAYS_0_7": Named("Hoogstens een week", "Up to a week"),
    "DAYS_8_30": Named("8 tot 30 dagen", "8 to 30 days"),
    "DAYS_31_91": Named("31 tot 91 dagen", "31 to 91 days"),
    "DAYS_92_182": Named("92 tot 182 dagen", "92 to 182 days"),
    LONGER: Named("Langer", "Longer"),
}
_MIXED = Named("Niet van toepassing", "Not applicable")
_MISSING = Named("Niet bekend", "Not known")
_ORIGINS = {
    "REQUEST": Named("Op een aanvraag", "On a request"),
    "TRANSFER": Named("Doorgestroomd uit andere opvang", "Flowed through from other shelter"),
    "DIRECT": Named("Geplaatst door een andere instantie", "Placed by another authority"),
    _APART: _MIXED,
}
_WHO = (
    "Van wie opvang kreeg of voor wie die werd gevraagd, zoals toen bekend.",
    "Of who got shelter or for whom it was asked, as known then.",
)


class About(NamedTuple):
    """A dimension: its name, what it means, and its categories in their order."""

    name: Named
    definition: Named
    categories: Mapping[str, Named]


def abouts() -> dict[str, About]:
    """The dimensions of the cube of first shelter, in their order."""
    genders = {
        code: Named(one.label_nl, one.label_en)
        for code, one in terms("gender").items()
        if code not in (NONE, UNKNOWN)
    }
    return {
        "scheme": About(
            Named("Soort opvang", "Kind of shelter"),
            Named(
                "Van een aanvraag: wat gevraagd werd; van een plaatsing of verblijf: waar men was.",
                "Of a request: what was asked for; of a placement or stay: where people were.",
            ),
            SCHEMES,
        ),
        "sex": About(Named("Geslacht", "Sex"), Named(*_WHO), {**genders, UNKNOWN: _MISSING}),
        "age": About(
            Named("Leeftijd", "Age"),
            Named(*_WHO),
            {
                "MINOR": Named("Minderjarig", "Minor"),
                "ADULT": Named("Meerderjarig", "Adult"),
                UNKNOWN: _MISSING,
            },
        ),
        "nationality": About(
            Named("Nationaliteit", "Nationality"),
            Named(*_WHO),
            {
                "NL": Named("Nederland", "Netherlands"),
                "EU": Named("Andere landen van de Europese Unie", "Other countries of the Union"),
                "NON_EU": Named(
                    "Landen buiten de Europese Unie", "Countries outside the European Union"
                ),
                UNKNOWN: _MISSING,
            },
        ),
        "waited": About(
            Named("Dagen van aanvraag tot plek", "Days from request to place"),
            Named(
                "Van een aanvraag: hoe lang het duurde tot de eerste plaatsing erop. Wie nog wacht of geen "
                "plek kreeg, staat bij ‘geen plek’.",
                "Of a request: how long it took until the first placement on it. Who still waits or got no "
                "place stands under ‘no place’.",
            ),
            {**DAYS_WAITED, NONE: Named("Geen plek", "No place"), _APART: _MIXED},
        ),
        "origin": About(
            Named("Herkomst van de plaatsing", "Origin of the placement"),
            Named(
                "Van een plaatsing: op een aanvraag, door doorstroom zonder nieuwe aanvraag, of door de "
                "politie of een andere instantie.",
                "Of a placement: on a request, by flowing through without a new request, or by the police or "
                "another authority.",
            ),
            _ORIGINS,
        ),
        "stayed": About(
            Named("Duur van het verblijf", "Length of the stay"),
            Named(
                "Van een verblijf: van aankomst tot vertrek, zoals bekend toen de cijfers werden "
                "vrijgegeven. 91 dagen zijn drie maanden.",
                "Of a stay: from arrival to departure, as known when the figures were released. 91 days are "
                "three months.",
            ),
            {**_DAYS_STAYED, NONE: Named("Verblijft er nog", "Still there"), _APART: _MIXED},
        ),
    }


# Code to its names and its definitions, widest first.
UNITS = {
    "SHELTER_REQUESTS": (
        Named("Aanvragen voor opvang", "Requests for shelter"),
        Named(
            "Elke keer dat opvang werd gevraagd voor mensen die bij elkaar blijven, in het jaar van de "
            "aanvraag.",
            "Each time that shelter was asked for people who stay together, in the year of asking.",
        ),
    ),
    "FIRST_REQUESTS": (
        Named("Eerste aanvragen", "First requests"),
        Named(
            "Die van de aanvragen die de eerste van deze mensen voor deze soort opvang zijn.",
            "Those of the requests that are the first of these people for this kind of shelter.",
        ),
    ),
    "PLACEMENTS": (
        Named("Plaatsingen", "Placements"),
        Named(
            "Elke keer dat mensen die bij elkaar blijven een plek kregen. Er kunnen plaatsingen zijn zonder "
            "aanvraag, en aanvragen zonder plaatsing.",
            "Each time that people who stay together got a place. There can be placements without a request, "
            "and requests without a placement.",
        ),
    ),
    "STAYS": (
        Named("Verblijven", "Stays"),
        Named(
            "Eén mens op één plek, in het jaar van aankomst; kinderen tellen mee. Wie doorstroomt, heeft "
            "meer verblijven.",
            "One person in one place, in the year of arrival; children count. Who flows through has several "
            "stays.",
        ),
    ),
}
Row = dict[str, Any]


def scheme_of(row: Mapping[str, Any]) -> str:
    """The kind of shelter as it is shown."""
    return _WIDER.get(row["scheme"], "OTHER")


def record_of(file: str, row: Row) -> Row:
    """A row of a file of the snapshot as the cube counts it, with its own pseudonym."""
    return {
        "unit": _UNITS[file](row),
        "key": row[_KEYS[file]],
        "scheme": scheme_of(row),
        "sex": row["sex"],
        "age": row["minor"],
        "nationality": row["citizenship"],
        "waited": row.get("waited", _APART),
        "origin": row.get("origin", _APART),
        "stayed": row.get("stayed", _APART),
    }


_KEYS = {REQUESTS: "request", PLACEMENTS: "placement", STAYS: "stay"}
FILES = tuple(_KEYS)
_UNITS = {
    REQUESTS: lambda row: (
        "SHELTER_REQUESTS|FIRST_REQUESTS" if row["first_request"] else "SHELTER_REQUESTS"
    ),
    PLACEMENTS: lambda _row: "PLACEMENTS",
    STAYS: lambda _row: "STAYS",
}
COLUMNS = ("unit", "key", "scheme", "sex", "age", "nationality", "waited", "origin", "stayed")
