"""Units and dimensions of a cube, as they are kept with it: what may be asked, and how it is called."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from schakel.knowledge.figures.content import Category, Cube, Dimension, Unit

UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Structure:
    """The units and dimensions of a cube, and at most how many dimensions stand in one table."""

    units: tuple[Unit, ...]
    dimensions: tuple[Dimension, ...]
    ways: int

    def unit(self, code: str) -> Unit | None:
        """The unit with this code."""
        return next((unit for unit in self.units if unit.code == code), None)

    def dimension(self, code: str) -> Dimension | None:
        """The dimension with this code."""
        return next((one for one in self.dimensions if one.code == code), None)

    def category(self, dimension: str, code: str) -> Category | None:
        """The category with this code of this dimension."""
        found = self.dimension(dimension)
        categories = found.categories if found else ()
        return next((one for one in categories if one.code == code), None)


def written(cube: Cube) -> dict[str, Any]:
    """The structure of `cube` as plain data, for the database."""
    return {
        "units": [asdict(unit) for unit in cube.units],
        "dimensions": [asdict(dimension) for dimension in cube.dimensions],
    }


def read(plain: Mapping[str, Any], ways: int) -> Structure:
    """What `written` wrote."""
    return Structure(
        tuple(Unit(**_known(Unit, unit)) for unit in plain["units"]),
        tuple(_dimension(one) for one in plain["dimensions"]),
        ways,
    )


def _dimension(plain: Mapping[str, Any]) -> Dimension:
    categories = tuple(Category(**_known(Category, one)) for one in plain["categories"])
    return Dimension(**{**_known(Dimension, plain), "categories": categories})


def _known(content: type, plain: Mapping[str, Any]) -> dict[str, Any]:
    """Only what `content` has: a file written by a later release of the software stays readable."""
    names = {field.name for field in fields(content)}
    return {name: value for name, value in plain.items() if name in names}


def in_order(dimension: Dimension) -> list[tuple[Category, int]]:
    """Each category with its depth, parents straight before what they consist of, else as handed down."""
    found: list[tuple[Category, int]] = []

    def under(parent: str, depth: int) -> None:
        for category in dimension.categories:
            if category.parent == parent:
                found.append((category, depth))
                under(category.code, depth + 1)

    under("", 0)
    return found


def top(dimension: Dimension) -> Sequence[Category]:
    """The categories that are part of no other."""
    return [category for category in dimension.categories if not category.parent]
