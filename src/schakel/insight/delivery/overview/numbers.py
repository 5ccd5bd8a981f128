"""What an edition asks of the released figures, and how numbers are written.

Percentages, changes and ranks are worked out here from protected counts, and from nothing else.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import override

from schakel.insight.delivery.overview.chain import Chain
from schakel.knowledge.figures.choices import Chapter
from schakel.knowledge.figures.faults import NotInCubeError
from schakel.knowledge.figures.reading import Standing, standing
from schakel.knowledge.figures.structure import in_order
from schakel.knowledge.figures.tabulation import worded

REPORTS, PERSONS, NEW = "REPORTS", "PERSONS", "NEW_PERSONS"
NOT_KNOWN = "UNKNOWN"
# Below this a percentage says more than the counts do: statistics offices draw the line there as well.
LEAST_WHOLE = 100
_LONGEST_SERIES, _BESIDE = 10, 3


class NoFiguresError(ValueError):
    """There are no released figures of the year asked for."""


def written(value: float | None, language: str) -> str:
    """A number as it is written in `language`; a dash where there is none."""
    if value is None:
        return "–"
    with override(language):
        return str(number_format(value, 0, use_l10n=True, force_grouping=True))


def change(now: int | None, before: int | None) -> str:
    """How much more or less, with its sign, in percents; a dash where too few were counted before."""
    if now is None or before is None or before < LEAST_WHOLE:
        return "–"
    more = round(100 * (now - before) / before)
    return f"{'+' if more > 0 else '−' if more < 0 else ''}{abs(more)}%"


@dataclass(frozen=True)
class Head:
    """A category with its label in the language of the edition."""

    code: str
    label: str
    depth: int = 0


@dataclass(frozen=True)
class Numbers:
    """The released figures of one year and those before it, in one language, at one version."""

    year: int
    language: str
    found: Standing
    # Of first shelter; None where nothing of it was released.
    shelter: Standing | None = None

    @classmethod
    def of(cls, year: int, language: str, version: int | None = None) -> "Numbers":
        """NoFiguresError where nothing of this year was released, or it was withdrawn."""
        found = standing(version)
        if found is None or str(year) not in found.cubes:
            raise NoFiguresError(str(year))
        return cls(year, language, found, standing(version, Chapter.SHELTER))

    @property
    def version(self) -> int:
        """The newest that has anything of what is told here."""
        told = [self.found, *([self.shelter] if self.shelter else [])]
        return max(one.version.version for one in told)

    @cached_property
    def of_shelter(self) -> "Numbers | None":
        """The same of first shelter; None where nothing of this year was released, or it was withdrawn."""
        if self.shelter is None or str(self.year) not in self.shelter.cubes:
            return None
        return Numbers(self.year, self.language, self.shelter)

    @cached_property
    def chain(self) -> Chain:
        """What the network did in this year, as far as it was written down; it counts no people."""
        return Chain.of(self.year)

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The released years up to this one, at most ten."""
        years = [year for year in self.found.years if int(year) <= self.year]
        return tuple(years[-_LONGEST_SERIES:])

    @property
    def recent(self) -> tuple[str, ...]:
        """This year and the two before it, as far as they were released."""
        return self.years[-_BESIDE:]

    @property
    def last(self) -> str | None:
        """The year before this one; None where it was not released."""
        before = str(self.year - 1)
        return before if before in self.found.cubes else None

    def count(self, unit: str, year: str | None = None, **where: str) -> int | None:
        """One count; None where that year did not have it."""
        try:
            return self.found.counts(year or str(self.year), [{"unit": unit, **where}])[0]
        except NotInCubeError:
            return None

    def has(self, *dimensions: str) -> bool:
        """Whether the figures tell records apart by all of these at once."""
        known = all(self.found.structure.dimension(one) for one in dimensions)
        return known and len(dimensions) <= self.found.structure.ways

    def heads(self, dimension: str, depth: int | None = None) -> list[Head]:
        """The categories of a dimension, those that are part of others after them."""
        described = self.found.structure.dimension(dimension)
        rows = in_order(described) if described else []
        with override(self.language):
            heads = [Head(one.code, worded(one), level) for one, level in rows]
        return [one for one in heads if depth is None or one.depth <= depth]

    def within(self, dimension: str, code: str) -> frozenset[str]:
        """A category and those that are part of it."""
        described = self.found.structure.dimension(dimension)
        rows = described.categories if described else ()
        return frozenset(one.code for one in rows if code in (one.code, one.parent))

    def name(self, dimension: str) -> str:
        described = self.found.structure.dimension(dimension)
        with override(self.language):
            return str(worded(described)) if described else ""

    def written(self, value: float | None) -> str:
        """A number as it is written in the language."""
        return written(value, self.language)

    def percentage(self, part: int | None, whole: int | None) -> str:
        """A share in whole percents; a dash where the whole is too small for one."""
        if part is None or whole is None or whole < LEAST_WHOLE:
            return "–"
        sign = " %" if self.language == "en" else "%"
        return f"{self.written(round(100 * part / whole))}{sign.strip()}"

    def ranked(self, unit: str, dimension: str, **where: str) -> list[tuple[Head, int]]:
        """The categories that consist of no others, most frequent first; without what is not known."""
        heads = self.heads(dimension)
        following = [*heads[1:], Head("", "", 0)]
        leaves = [
            one for one, after in zip(heads, following, strict=True) if after.depth <= one.depth
        ]
        rest = (NOT_KNOWN, "NONE", "NOT_APPLICABLE", "OTHER", "OTHER_EU", "OTHER_NON_EU")
        counted = [
            (one, self.count(unit, **where, **{dimension: one.code}) or 0)
            for one in leaves
            if one.code not in rest
        ]
        return sorted(counted, key=lambda pair: (-pair[1], pair[0].code))
