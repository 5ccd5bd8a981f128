"""The figures: everybody opens all of it."""

from typing import Any

from schakel.knowledge.figures.choices import Chapter
from schakel.knowledge.figures.queries import newest_version
from schakel.knowledge.figures.tests.cubes import published
from schakel.knowledge.figures.tests.synthetic import published_records
from tests.access.lines import Given, public
from tests.access.world import World


def released(world: World) -> dict[str, Any]:
    """A table as the API names it."""
    return {"slug": world.table.slug}


def _version(world: World) -> dict[str, Any]:
    return {"slug": world.table.slug, "version": world.table.version}


def _chart(world: World) -> dict[str, Any]:
    return {**_version(world), "chart": "overview"}


def _any(world: World) -> dict[str, Any]:
    assert world.figures.version
    return {}


def _at(*named: str, **given: str) -> Given:
    return lambda world: {**given, **{name: getattr(world.figures, name) for name in named}}


def _sheltered(world: World) -> dict[str, Any]:
    _sheltered_at(world)
    return {}


def _sheltered_at(_world: World) -> dict[str, Any]:
    version = newest_version(Chapter.SHELTER)
    return {"version": version or published(5, ("2024",), chapter=Chapter.SHELTER).version}


_MAP = {"slug": "regions", "chart": "map"}
_DARK = {"width": "narrow", "theme": "dark"}


def _records(**given: str) -> Given:
    return lambda _world: {"number": published_records().number, **given}


FIGURES = (
    public("figures:index", given=_any),
    public("figures:explained", given=_any),
    public("figures:versions", given=_any),
    public("figures:open-data", given=_any),
    public("figures:catalogue-ttl", given=_any),
    public("figures:catalogue-jsonld", given=_any),
    public("figures:choose", given=_any),
    public("figures:choose", given=_at("version"), what="a version"),
    public("figures:choose-shelter", given=_sheltered),
    public("figures:choose-shelter", given=_sheltered_at, what="a version"),
    public("figures:table", given=released),
    public("figures:table", given=_version, what="a version"),
    public("figures:table", given=_at(slug="regions"), what="of a cube"),
    public("figures:csv", given=released),
    public("figures:csv", given=_version, what="a version"),
    public("figures:csv", given=_at(slug="regions"), what="of a cube"),
    public("figures:xlsx", given=_at(slug="regions")),
    public("figures:xlsx", given=_at("version", slug="regions"), what="a version"),
    public("figures:json-stat", given=_at(slug="regions")),
    public("figures:json-stat", given=_at("version", slug="regions"), what="a version"),
    public("figures:chart", given=_chart),
    public("figures:chart", given=_at("version", **_MAP), what="of a cube"),
    public("figures:chart", given=_at("version", **_MAP, **_DARK), what="for a phone"),
    public("figures:embed", given=_at(**_MAP)),
    public("figures:embed", given=_at("version", **_MAP), what="a version"),
    public("figures:cube", given=_at("version", period="2024", kind="csv")),
    public("figures:cube", given=_at("version", period="2024", kind="parquet"), what="Parquet"),
    public("figures:synthetic"),
    public("figures:synthetic-file", given=_records(kind="csv")),
    public("figures:synthetic-file", given=_records(kind="parquet"), what="Parquet"),
    public("figures:synthetic-code-book", given=_records()),
)
