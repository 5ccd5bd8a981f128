"""What international standards call the categories of the figures, as far as that is known.

Codes stand in the code lists (`terms`), where reference data bring them. A category without a code gets none:
the code tables of IC-TIP were not at hand when this was written, and a guess looks just like a code.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from schakel.foundation.geography.queries import country
from schakel.foundation.terms.queries import mapped
from schakel.insight.analysis.choices import KINDS
from schakel.knowledge.figures.tabulation import ALL

ICTIP, HTCDS = "ictip", "htcds"
NAMES = {ICTIP: "IC-TIP", HTCDS: "HTCDS"}
# The code list behind a dimension of the figures. What is not here has codes of its own house only.
_LISTS = {"sex": "gender", "age": "age_group", "form": "exploitation_form"}
_TYPES = {kind.code: sorted(kind.reporter_types) for kind in KINDS}


@dataclass(frozen=True)
class Unmapped:
    """A category of a dimension that a standard has no known code for."""

    standard: str
    dimension: str
    code: str
    nl: str
    en: str


def code_in(standard: str, dimension: str, code: str) -> str:
    """What `standard` calls a category; empty where that is not known, or where it is no category."""
    if code == ALL:
        return ""
    if dimension == "reporter":
        # A kind of several types has the code that all of them have.
        found = {mapped("reporter_type", one, standard) for one in _TYPES.get(code, [])}
        return found.pop() if len(found) == 1 else ""
    if dimension == "nationality" and standard == HTCDS:
        # Its citizenship (prs_Citizenship) is a country of ISO 3166, and so is ours.
        return code if country(code) else ""
    return mapped(_LISTS[dimension], code, standard) if dimension in _LISTS else ""


def codes_of(standards: tuple[str, ...], dimension: str, code: str) -> Iterator[str]:
    """One for each standard, empty where it is not known."""
    return (code_in(standard, dimension, code) for standard in standards)
