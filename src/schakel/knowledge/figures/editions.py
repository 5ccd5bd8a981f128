"""Questions about published overviews. One whose figures were withdrawn is withdrawn with them."""

from collections.abc import Callable, Mapping
from typing import Any

from schakel.knowledge.figures.faults import WithdrawnError
from schakel.knowledge.figures.models import (
    PublishedCube,
    PublishedEdition,
    PublishedEditionPart,
    Withdrawal,
)


def published_years() -> list[int]:
    """The years that have an overview, newest first."""
    years = PublishedEdition.objects.order_by("-year").values_list("year", flat=True)
    return list(dict.fromkeys(years))


def edition_of(year: int, address: str = "") -> PublishedEdition | None:
    """The newest overview of a year, or the one that is named so (`address`); None where there is none.

    WithdrawnError where the figures that it shows were withdrawn since.
    """
    rows = PublishedEdition.objects.filter(year=year)
    if address:
        version, _sign, correction = address.partition("-")
        if not (version + (correction or "0")).isdecimal():
            return None
        rows = rows.filter(figures_version=int(version), correction=int(correction or 0))
    found = rows.first()
    if found is not None:
        _require_standing(found)
    return found


def earlier_than(edition: PublishedEdition) -> list[PublishedEdition]:
    """The overviews of the same year whose place it took, newest first, as far as they stand."""
    found = []
    for one in PublishedEdition.objects.filter(year=edition.year).exclude(pk=edition.pk):
        if (one.figures_version, one.correction) < (edition.figures_version, edition.correction):
            try:
                _require_standing(one)
            except WithdrawnError:
                continue
            found.append(one)
    return found


def part_of(edition: PublishedEdition, language: str) -> PublishedEditionPart:
    """The overview in one language."""
    return PublishedEditionPart.objects.get(edition=edition, language=language)


def with_addresses(content: Mapping[str, Any], address: Callable[[str], str]) -> dict[str, Any]:
    """The content of an overview with the address of each chart, from its code."""
    sections = [
        {**section, "blocks": [{**one, "url": address(one["code"])} for one in section["blocks"]]}
        for section in content["sections"]
    ]
    return {**content, "sections": sections}


def _require_standing(edition: PublishedEdition) -> None:
    """Any of its periods and chapters: an overview shows the years before as well."""
    cubes = PublishedCube.objects.filter(version__version__lte=edition.figures_version)
    newest: dict[tuple[str, str], int] = {}
    rows = cubes.order_by("version__version").values_list("chapter", "period", "version_id")
    for chapter, period, version in rows:
        newest[(chapter, period)] = version
    gone = Withdrawal.objects.filter(version_id__in=set(newest.values())).first()
    if gone is not None:
        raise WithdrawnError(gone)
