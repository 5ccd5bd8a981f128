"""The figures as they stand, or stood at a version: which cube for which period, and what it counts.

Counts are read from the files that were published, and from nothing else.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from schakel.knowledge.figures import structure as structures
from schakel.knowledge.figures.choices import UNKNOWN_YEAR, Chapter
from schakel.knowledge.figures.faults import NotInCubeError
from schakel.knowledge.figures.models import PublishedCube, PublishedVersion, Withdrawal
from schakel.knowledge.figures.structure import Structure

if TYPE_CHECKING:
    from schakel.knowledge.figures.cells import Lattice

_COUNTS = "schakel.knowledge.figures.cells"
_KEPT = 64  # cubes: about a megabyte each at the size of the Netherlands

Cell = Mapping[str, str]


@lru_cache(maxsize=_KEPT)
def _lattice(cube: int, digest: str) -> "Lattice":
    """The counts of a cube. What is published never changes, so what is kept is never stale."""
    parquet = PublishedCube.objects.values_list("parquet", flat=True).get(pk=cube, digest=digest)
    return import_module(_COUNTS).read(_structure(cube, digest), bytes(parquet))


@lru_cache(maxsize=_KEPT)
def _structure(cube: int, digest: str) -> Structure:
    """What may be asked of a cube."""
    rows = PublishedCube.objects.values_list("structure", "ways")
    return structures.read(*rows.get(pk=cube, digest=digest))


@dataclass(frozen=True)
class Standing:
    """The figures at one version: for each period the cube that was newest then.

    `withdrawn`: periods of which that cube was withdrawn since; they have no numbers here.
    """

    version: PublishedVersion
    cubes: Mapping[str, PublishedCube]
    withdrawn: Mapping[str, Withdrawal]
    chapter: Chapter = Chapter.REGISTER

    @property
    def periods(self) -> list[str]:
        """The periods in order: years, then the unknown year."""
        return sorted(self.cubes, key=lambda period: (period == UNKNOWN_YEAR, period))

    @property
    def years(self) -> list[str]:
        """The years, in order."""
        return [period for period in self.periods if period.isdigit()]

    @cached_property
    def structure(self) -> Structure:
        """What may be asked: that of the last period."""
        last = self.cubes[(self.years or self.periods)[-1]]
        return _structure(last.pk, last.digest)

    @property
    def base(self) -> int:
        """No number in these figures is between 0 and this one."""
        return min(cube.base for cube in self.cubes.values())

    @property
    def digest(self) -> str:
        """One hash over the files of all periods, in order."""
        hashes = "".join(self.cubes[period].digest for period in self.periods)
        return hashlib.sha256(hashes.encode()).hexdigest()

    def counts(self, period: str, cells: Sequence[Cell]) -> list[int | None]:
        """The count of each cell (unit and categories by column) in this period.

        None where the cube of the period did not have this cell yet; NotInCubeError where no cube has it.
        """
        cube = self.cubes.get(period)
        if cube is None:
            raise NotInCubeError(f"period: {period}")
        lattice = _lattice(cube.pk, cube.digest)
        if lattice.structure == self.structure:
            return list(lattice.counts(cells))
        return [_one(lattice, cell, self.structure) for cell in cells]


def _one(lattice: "Lattice", cell: Cell, asked: Structure) -> int | None:
    try:
        return lattice.counts([cell])[0]
    except NotInCubeError:
        described = asked.unit(cell.get("unit", "")) and all(
            asked.category(name, code) for name, code in cell.items() if name != "unit"
        )
        if not described:
            raise
        return None


def standing(version: int | None = None, chapter: Chapter = Chapter.REGISTER) -> Standing | None:
    """The figures of a chapter at `version`, or as they stand now; None where it had none (by then)."""
    # The structure is kept by the process (`_structure`): read anew it costs more than all else here.
    rows = PublishedCube.objects.defer("parquet", "structure").select_related(
        "version", "version__withdrawal"
    )
    rows = rows.filter(chapter=chapter)
    if version is not None:
        rows = rows.filter(version__version__lte=version)
    cubes, withdrawn, newest = {}, {}, None
    for row in rows.order_by("version__version"):
        cubes[row.period] = row
        newest = row.version
    if newest is not None and version is not None and newest.version != version:
        # A version may have brought another chapter alone; this one is then as it was before it.
        newest = PublishedVersion.objects.filter(version=version).first()
    if newest is None:
        return None
    for period, row in list(cubes.items()):
        if row.version.note:
            withdrawn[period] = row.version.note
            del cubes[period]
    return Standing(newest, cubes, withdrawn, chapter)
