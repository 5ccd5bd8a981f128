"""What the public cube is made of: its units and dimensions, their categories and what they mean.

Part of every release, and the same in all of them until a decision changes it (docs/decisions): categories
that a user could choose would let small groups be found by subtraction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from schakel.foundation.geography.queries import country, region_choices
from schakel.foundation.terms.answers import NO_ANSWER, NONE, UNKNOWN
from schakel.foundation.terms.queries import terms
from schakel.insight.analysis.choices import KINDS
from schakel.insight.disclosure import shelter
from schakel.insight.disclosure.wording import CATEGORIES, DIMENSIONS, UNITS
from schakel.knowledge.figures.choices import Chapter
from schakel.knowledge.figures.content import Category, Dimension, Unit

# Countries shown by name: the most frequent ones of the annual overviews and the Rapporteur's monitors
# since 2014. All others are counted together, so that a country is never named because of one person.
EU_COUNTRIES = ("BG", "CZ", "DE", "HU", "IT", "LV", "LT", "PL", "RO", "SK")
OTHER_COUNTRIES = (
    *("AF", "AL", "BR", "CM", "CN", "CO", "ER", "ET", "GH", "GM", "GN", "ID", "IN", "MA"),
    *("MD", "NG", "PH", "SL", "SO", "SR", "SY", "TR", "UA", "UG", "VE", "VN"),
)
GROUPS = ("DOMESTIC_SEXUAL", "CROSSBORDER_SEXUAL", "LABOUR", "CRIMINAL", "OTHER", UNKNOWN)
# The code lists that hold the labels of a dimension.
_LISTS = {
    "dossier": "dossier_type",
    "sex": "gender",
    "age": "age_group",
    "form": "exploitation_form",
    "sector": "sector",
    "route": "domestic_crossborder",
}
_MINOR_STARTS = ("AGE_0_11", "AGE_12_14", "AGE_15_17")


@dataclass(frozen=True)
class Axis:
    """A dimension of the cube: code to the code of which it is part ("" for none), in their order."""

    code: str
    parents: Mapping[str, str]
    several: bool = False

    @property
    def leaves(self) -> list[str]:
        """The codes that records have."""
        above = set(self.parents.values())
        return [code for code in self.parents if code not in above]


def axes(chapter: Chapter = Chapter.REGISTER) -> tuple[Axis, ...]:
    """The public dimensions of a chapter, with the codes that the lists of today hold."""
    if chapter == Chapter.SHELTER:
        return tuple(Axis(code, _flat(one.categories)) for code, one in shelter.abouts().items())
    return (
        Axis("reporter", _flat(kind.code for kind in KINDS)),
        Axis("region", _flat([*(code for code, _name in region_choices()), NONE, UNKNOWN])),
        Axis("dossier", _flat(_answers("dossier_type"))),
        Axis("sex", _flat([*_answers("gender"), UNKNOWN])),
        Axis("age", _ages()),
        Axis("nationality", _nationalities()),
        Axis("form", _flat([*_answers("exploitation_form"), UNKNOWN]), several=True),
        Axis("sector", _sectors(), several=True),
        Axis("group", _flat(GROUPS), several=True),
        Axis("route", _flat([*_answers("domestic_crossborder"), UNKNOWN])),
        Axis("sub3", _flat(["YES", "NO", UNKNOWN])),
    )


def _flat(codes: Iterable[str]) -> dict[str, str]:
    return dict.fromkeys(codes, "")


def _answers(name: str) -> list[str]:
    return [code for code in terms(name) if code not in NO_ANSWER]


def _ages() -> dict[str, str]:
    groups = _answers("age_group")
    minors = [code for code in groups if code in _MINOR_STARTS]
    adults = [code for code in groups if code not in _MINOR_STARTS]
    return {
        "MINOR": "",
        **dict.fromkeys([*minors, "MINOR_UNKNOWN"], "MINOR"),
        "ADULT": "",
        **dict.fromkeys([*adults, "ADULT_UNKNOWN"], "ADULT"),
        UNKNOWN: "",
    }


def _sectors() -> dict[str, str]:
    """Each sector under the form of exploitation that it belongs to."""
    found: dict[str, str] = {}
    for code in _answers("sector"):
        form = terms("sector")[code].belongs_to
        whole = f"IN_{form}" if form else ""
        found |= {**({whole: ""} if whole else {}), code: whole}
    return {**found, UNKNOWN: ""}


def _nationalities() -> dict[str, str]:
    return {
        "NL": "",
        "EU": "",
        **dict.fromkeys([*EU_COUNTRIES, "OTHER_EU"], "EU"),
        "NON_EU": "",
        **dict.fromkeys([*OTHER_COUNTRIES, "OTHER_NON_EU"], "NON_EU"),
        UNKNOWN: "",
    }


def dimensions(chapter: Chapter = Chapter.REGISTER) -> tuple[Dimension, ...]:
    """The public dimensions as they are handed down, labelled in both languages."""
    if chapter == Chapter.SHELTER:
        return tuple(_about(code, one) for code, one in shelter.abouts().items())
    return tuple(_dimension(axis) for axis in axes())


def _dimension(axis: Axis) -> Dimension:
    words, labels = DIMENSIONS[axis.code], _labels(axis.code)
    return Dimension(
        code=axis.code,
        nl=words["nl"].name,
        en=words["en"].name,
        several=axis.several,
        categories=tuple(
            Category(code, parent, *labels[code]) for code, parent in axis.parents.items()
        ),
        definition_nl=words["nl"].definition,
        definition_en=words["en"].definition,
    )


def _about(code: str, one: shelter.About) -> Dimension:
    found = (Category(name, "", *words) for name, words in one.categories.items())
    return Dimension(
        code=code,
        nl=one.name.nl,
        en=one.name.en,
        several=False,
        categories=tuple(found),
        definition_nl=one.definition.nl,
        definition_en=one.definition.en,
    )


def units(chapter: Chapter = Chapter.REGISTER) -> tuple[Unit, ...]:
    """What is counted, widest first."""
    if chapter == Chapter.SHELTER:
        return tuple(Unit(code, *name, *text) for code, (name, text) in shelter.UNITS.items())
    return tuple(
        Unit(
            code, words["nl"].name, words["en"].name, words["nl"].definition, words["en"].definition
        )
        for code, words in UNITS.items()
    )


def _labels(axis: str) -> dict[str, tuple[str, str]]:
    """Code to its Dutch and its English label."""
    return {**_listed(axis), **CATEGORIES["any"], **CATEGORIES.get(axis, {})}


def _listed(axis: str) -> dict[str, tuple[str, str]]:
    """Labels that are kept elsewhere."""
    if axis == "reporter":
        return {kind.code: (kind.nl, kind.en) for kind in KINDS}
    if axis == "region":
        return {code: (str(name), str(name)) for code, name in region_choices()}
    if axis == "nationality":
        found = ((code, country(code)) for code in (*EU_COUNTRIES, *OTHER_COUNTRIES, "NL"))
        return {code: (land.name_nl, land.name_en) for code, land in found if land}
    rows = terms(_LISTS[axis]).items() if axis in _LISTS else ()
    return {code: (term.label_nl, term.label_en) for code, term in rows}
