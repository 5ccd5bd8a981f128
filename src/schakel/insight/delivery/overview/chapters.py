"""The chapters of the overview in their order. Parts of the centre that get figures later add theirs here."""

from collections.abc import Callable
from dataclasses import dataclass

from schakel.insight.delivery.overview import layouts, network, sheltered
from schakel.insight.delivery.overview.layouts import Layout
from schakel.insight.delivery.overview.numbers import Numbers


@dataclass(frozen=True)
class Chapter:
    """A heading with its layouts; `words.py` has its title and first text by the same code.

    `remarks`: paragraphs that stand under the text, whatever an editor writes.
    """

    code: str
    layout: Layout
    remarks: Callable[[Numbers], list[str]] = lambda _numbers: []


_chapters: dict[str, Chapter] = {}


def register(chapter: Chapter) -> None:
    """Add a chapter after those that are there."""
    _chapters[chapter.code] = chapter


def chapters() -> list[Chapter]:
    """Every chapter, in its order."""
    return list(_chapters.values())


for _code, _layout in (
    ("glance", layouts.glance),
    ("reporters", layouts.reporters),
    ("compared", layouts.compared),
    ("regions", layouts.regions),
    ("dossiers", layouts.dossier_types),
    ("forms", layouts.forms),
    ("groups", layouts.groups),
    ("sectors", layouts.sectors),
    ("routes", layouts.routes),
    ("persons", layouts.persons),
    ("youth", layouts.youth),
    ("border", layouts.border),
    ("shelter", sheltered.shelter),
    ("network", network.network),
):
    register(Chapter(_code, _layout))
register(Chapter("unseen", network.unseen, network.warnings))
register(Chapter("window", layouts.window))
