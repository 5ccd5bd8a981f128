"""Which region a report may have: it follows from the kind of reporter.

The police reports by unit and the border police (KMar) by its own districts, whose borders are others.
The labour inspectorate reports centrally, without a region.
"""

from schakel.foundation.geography.choices import UnitKind
from schakel.foundation.geography.queries import region_choices, unit_kind

_POLICE = (UnitKind.REGIONAL, UnitKind.NATIONAL)
_KINDS: dict[str, tuple[UnitKind, ...]] = {"KMAR": (UnitKind.DISTRICT,), "NLA": ()}

REGION_NOT_ASKED = "region_not_asked"
REGION_OF_OTHERS = "region_of_others"


def has_region(reporter_type: str) -> bool:
    """Does a report of this kind of reporter have a region?"""
    return bool(_kinds(reporter_type))


def regions(reporter_type: str) -> list[tuple[str, str]]:
    """(code, name) of the regions that it may have; all, for a kind that is not known yet ("")."""
    if not reporter_type:
        return region_choices()
    kinds = _kinds(reporter_type)
    return region_choices(*kinds) if kinds else []


def region_problem(reporter_type: str, unit: str | None) -> str:
    """What is wrong with this region: a code, "" where nothing is."""
    if not unit or unit_kind(unit) in _kinds(reporter_type):
        return ""
    return REGION_OF_OTHERS if has_region(reporter_type) else REGION_NOT_ASKED


def fitting_region(reporter_type: str, unit: str | None) -> str | None:
    """The region, where this kind of reporter may have it; else None."""
    return None if region_problem(reporter_type, unit) else unit


def _kinds(reporter_type: str) -> tuple[UnitKind, ...]:
    return _KINDS.get(reporter_type, _POLICE)
