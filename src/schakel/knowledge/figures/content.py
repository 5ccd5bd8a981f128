"""What is handed down to be published. It says nothing about where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from schakel.knowledge.figures.choices import Chapter

if TYPE_CHECKING:  # Arrow takes longer to load than the rest of the site
    import pyarrow as pa

# In the column of a dimension: summed over.
ALL = "*"


@dataclass(frozen=True)
class Category:
    """A category as it is shown; `parent`: the code of the category that it is part of, or empty."""

    code: str
    parent: str
    nl: str
    en: str


@dataclass(frozen=True)
class Dimension:
    """What can be asked. `several`: a record may stand in more than one category, and once in the total.

    `definition_nl` and `definition_en` say how it is known and what its categories mean, in plain words.
    """

    code: str
    nl: str
    en: str
    several: bool
    categories: tuple[Category, ...]
    definition_nl: str = ""
    definition_en: str = ""


@dataclass(frozen=True)
class Unit:
    """What is counted, such as reports or persons, and by which rule."""

    code: str
    nl: str
    en: str
    definition_nl: str = ""
    definition_en: str = ""


@dataclass(frozen=True)
class Cube:
    """The protected counts of one period of a chapter: every table of at most `ways` dimensions.

    `period` is a year in four digits or ``UNKNOWN``. `cells` has the text columns ``unit`` and one for each
    dimension (a category, or ``*`` where it is summed over) and the whole number ``count``; a cell that is
    not listed is 0. `change_note` says in ``nl`` and ``en`` what changed; `revision`: the period was
    published before and this takes its place.
    """

    period: str
    dimensions: tuple[Dimension, ...]
    units: tuple[Unit, ...]
    base: int
    ways: int
    release_number: str
    cutoff: date
    method: str
    content_hash: str
    change_note: Mapping[str, str]
    revision: bool
    cells: "pa.Table"
    chapter: Chapter = Chapter.REGISTER


@dataclass(frozen=True)
class Correction:
    """Which correction of an overview over the same figures, and what was wrong: 0 and nothing, the first."""

    number: int = 0
    nl: str = ""
    en: str = ""


@dataclass(frozen=True)
class EditionPart:
    """An annual overview in one language, finished: plain data for the page, and the same as PDF.

    `content` has `title`, `lead`, `contents`, `lang`, `year`, `sections` (each with `code`, `heading`,
    `paragraphs` and `blocks`: tables and charts) and `annex`.
    """

    language: str
    content: Mapping[str, Any]
    pdf: bytes


@dataclass(frozen=True)
class SyntheticColumn:
    """A column of synthetic records: its names, and every code that it may hold with what that means."""

    code: str
    nl: str
    en: str
    values: tuple[Category, ...]


@dataclass(frozen=True)
class SyntheticSet:
    """Records that are nobody's, finished: what may be known of them, and the records as CSV.

    `thousandths`: what it cost in thousandths of epsilon, of `lifetime` in all; `statement`: what a program
    needs to know of how it was made; `quality`: how far it may be off, from public numbers alone.
    """

    number: str
    years: tuple[int, int]
    columns: tuple[SyntheticColumn, ...]
    rows: int
    thousandths: int
    lifetime: int
    statement: Mapping[str, Any]
    quality: Mapping[str, Any]
    csv: bytes
