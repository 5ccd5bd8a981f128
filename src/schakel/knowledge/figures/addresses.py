"""Addresses of tables, files and charts. With a version they never change what they show."""

from django.urls import reverse

from schakel.knowledge.figures.publications import CHOOSERS, Publication
from schakel.knowledge.figures.tabulation import Section

FILES = {"csv": "figures:csv", "xlsx": "figures:xlsx", "json": "figures:json-stat"}


def _asked(path: str, found: Publication) -> str:
    return f"{path}?{found.query}" if found.query else path


def pinned(found: Publication) -> str:
    """The page at this version."""
    return _asked(reverse("figures:table", args=[found.slug, found.version]), found)


def file(found: Publication, kind: str) -> str:
    """The file of this kind at this version."""
    return _asked(reverse(FILES[kind], args=[found.slug, found.version]), found)


def picture(found: Publication, part: Section, width: str = "wide", theme: str = "light") -> str:
    """The chart of one table at this version."""
    plain = (width, theme) == ("wide", "light")
    shape = [] if plain else [width, theme]
    return _asked(
        reverse("figures:chart", args=[found.slug, found.version, *shape, part.code]), found
    )


def embedded(found: Publication, part: Section) -> str:
    """The chart of one table at this version, to be shown inside a page of somebody else."""
    return _asked(reverse("figures:embed", args=[found.slug, found.version, part.code]), found)


def years(found: Publication, version: int | None) -> list[dict[str, object]]:
    """The years of a table that shows one at a time, as tabs; of the version that is looked at."""
    if not found.yearly or found.slug in CHOOSERS:
        return []
    arguments = [found.slug] if version is None else [found.slug, version]
    path = reverse("figures:table", args=arguments)
    return [
        {"url": f"{path}?year={year}", "label": year, "count": None, "current": year == found.year}
        for year in reversed(found.standing.years)
    ]
