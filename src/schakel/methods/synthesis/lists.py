"""The values that columns can have, from a TOML file that was there before the data."""

import tomllib
from pathlib import Path
from typing import Any

from schakel.methods.disclosure.specs import parse
from schakel.methods.synthesis.domains import DomainError

Listed = dict[str, tuple[str, ...]]


def read_lists(path: Path) -> Listed:
    """Values per column. Two ways of writing are understood:

    `[values]` with `sex = ["M", "F", "UNKNOWN"]`, and the specification of `schakel protect`, of which the
    leaves of each hierarchy are taken, and its code for a blank (dimensions without a hierarchy stay open).
    Raises DomainError, Refused and OSError.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise DomainError(f"{path.name} is no TOML file: {problem}") from problem
    listed = _plain(content["values"], path) if "values" in content else _leaves(content, path)
    if not listed:
        raise DomainError(
            f"{path.name} lists no values. Write a table [values] with a line per column, such as "
            'sex = ["M", "F", "UNKNOWN"].'
        )
    return listed


def _leaves(content: dict[str, Any], path: Path) -> Listed:
    spec = parse(content, path.parent, path.name)
    return {
        dimension.source: tuple(dict.fromkeys([*dimension.hierarchy, spec.unknown]))
        for dimension in spec.dimensions
        if dimension.hierarchy
    }


def _plain(table: Any, path: Path) -> Listed:
    if not isinstance(table, dict):
        raise DomainError(f"{path.name}: values must be a table with a line per column.")
    for name, values in table.items():
        texts = isinstance(values, list) and all(isinstance(value, str) for value in values)
        if not values or not texts:
            raise DomainError(f"{path.name}: the values of {name} must be a list of texts.")
        if len(set(values)) < len(values):
            raise DomainError(f"{path.name}: a value of {name} is listed twice.")
    return {name: tuple(values) for name, values in table.items()}
