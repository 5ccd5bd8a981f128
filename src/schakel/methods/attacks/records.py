"""The records that a release was made of, one value for each dimension; for a judge alone."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from schakel.methods.attacks.releases import (
    SEPARATOR,
    Dimension,
    Names,
    Release,
    UnreadableError,
    chain_of,
    lines_of,
)

Column = list[str]


def read_records(path: Path, release: Release) -> tuple[Release, list[Names]]:
    """The records of a CSV file, and the release with the groups that stand in columns of the file.

    UnreadableError where a column is missing.
    """
    header, lines = lines_of(path)
    columns = {name: [line[place] for line in lines] for place, name in enumerate(header)}
    return records_of(columns, release, path.name)


def records_of(
    columns: dict[str, Column], release: Release, where: str = "the records"
) -> tuple[Release, list[Names]]:
    """The same of columns by name."""
    made = [_column(where, dimension, columns, release) for dimension in release.dimensions]
    rows = list(zip(*(values for _dimension, values in made), strict=True))
    return replace(release, dimensions=tuple(dimension for dimension, _values in made)), rows


def _column(
    where: str, dimension: Dimension, columns: dict[str, Column], release: Release
) -> tuple[Dimension, Column]:
    source = dimension.column or dimension.name
    missing = [name for name in (source, *dimension.levels) if name not in columns]
    if missing:
        raise UnreadableError(f"{where} has no column {', '.join(missing)}.")
    values = [value if value.strip() else release.unknown for value in columns[source]]
    if dimension.several:
        return dimension, [_several(value, release) for value in values]
    if not dimension.levels:
        return dimension, values
    levels = [
        [value if value.strip() else release.unknown for value in columns[name]]
        for name in dimension.levels
    ]
    return _in_levels(dimension, values, levels, release.unknown)


def _several(value: str, release: Release) -> str:
    """Codes in a fixed order, each once."""
    found = {part.strip() for part in value.split(release.separator)} - {""}
    return SEPARATOR.join(sorted(found)) or release.unknown


def _in_levels(
    dimension: Dimension, values: Column, levels: Sequence[Column], unknown: str
) -> tuple[Dimension, Column]:
    """Groups as the columns tell them; what is not known within a group is a value of that group."""
    named, parents = [], {}
    for value, *above in zip(values, *levels, strict=True):
        name = f"{unknown} ({above[0]})" if value == unknown != above[0] else value
        parents[name] = chain_of(name, above)
        named.append(name)
    return replace(dimension, parents=parents), named
