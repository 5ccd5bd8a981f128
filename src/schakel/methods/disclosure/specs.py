"""What is to be published: the dimensions, their hierarchies, how many at a time, and by which method."""

import csv
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from schakel.methods.disclosure.refusals import Refused, listed, nearest

ROUNDING, CELL_KEY = "rounding", "cell-key"
METHODS = (ROUNDING, CELL_KEY)

# Whole numbers, and from what to what they may go.
_NUMBERS = {"base": (2, 1000), "ways": (1, 12)}
_MOST_DIMENSIONS = 60
_FLAGS = ("several", "always")
_KEYS = (
    *("dimensions", "hierarchies", "base", "ways", "lattice", "tables", "method", "period"),
    *("total", "unknown", "separator", "perturbation"),
)
_DIMENSION_KEYS = ("name", "column", "hierarchy", "levels", "groups", "several", "always")


@dataclass(frozen=True)
class Dimension:
    """A way in which records are told apart.

    `hierarchy`: for each leaf what it is part of, from near to far. `levels`: columns of the file that say
    the same, from near to far. `several`: a value holds codes joined by the separator; a record counts in
    each, and once in the total. `always`: never summed over, such as what is counted. `column`: where it
    stands in the file, when that is not its name.
    """

    name: str
    hierarchy: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    several: bool = False
    always: bool = False
    column: str = ""
    levels: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return self.column or self.name


@dataclass(frozen=True)
class Spec:
    """A lattice of tables: every one of at most `ways` dimensions, or `tables` and what lies within them.

    `period`: a column whose values are published each by itself. `total`: the sign for "summed over".
    `unknown`: the code for a blank. `separator`: between the codes of a dimension that has several.
    """

    dimensions: tuple[Dimension, ...]
    base: int = 5
    ways: int = 3
    tables: tuple[tuple[str, ...], ...] = ()
    method: str = ROUNDING
    period: str = ""
    total: str = "*"
    unknown: str = "UNKNOWN"
    separator: str = "|"
    perturbation: str = ""

    def told(self) -> dict[str, Any]:
        """All of it in plain values, for whoever compares or repeats it."""
        return {
            **{name: value for name, value in asdict(self).items() if name != "dimensions"},
            "dimensions": [asdict(one) for one in self.dimensions],
        }

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dimension.name for dimension in self.dimensions)


def read(path: Path) -> Spec:
    """The specification in a TOML file; hierarchies in CSV files are looked for beside it."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Refused("toml", where=path.name, problem=str(problem).rstrip(".")) from problem
    return parse(content, path.parent, path.name)


def parse(content: Mapping[str, Any], folder: Path, where: str = "spec") -> Spec:
    """The specification that `content` describes; docs/reference/protect.md says what it may hold."""
    top = {**content, **_within(content, "lattice", where)}
    top.pop("lattice", None)
    _require_known(top, _KEYS, where)
    apart = top.pop("hierarchies", {})
    if not isinstance(apart, dict):
        raise Refused(
            "wrong_kind", where=where, key="hierarchies", wanted=Refused("hierarchy_kind")
        )
    found = _dimensions(top.pop("dimensions", []), apart, folder, where)
    spec = Spec(
        dimensions=found,
        tables=_tables(top.pop("tables", []), where),
        **{key: _checked(key, value, where) for key, value in top.items()},
    )
    return _sound(spec, where)


def _within(content: Mapping[str, Any], key: str, where: str) -> dict[str, Any]:
    inside = content.get(key, {})
    if not isinstance(inside, dict):
        raise Refused("wrong_kind", where=where, key=key, wanted=Refused("table_kind", key=key))
    _require_known(inside, ("tables", "ways", "base"), f"{where}, [{key}]")
    return inside


def _require_known(found: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    for key in found:
        if key not in known:
            hint = nearest(key, known)
            raise Refused(
                "unknown_key", where=where, key=key, nearest=hint, known=listed(known, 40)
            )


def _checked(key: str, value: Any, where: str) -> Any:
    """A value of a plain key, of the kind that it must have."""
    if key in _NUMBERS:
        least, most = _NUMBERS[key]
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            wanted = Refused("whole_number", least=least, most=most)
            raise Refused("wrong_kind", where=where, key=key, wanted=wanted)
    elif key in _FLAGS:
        if not isinstance(value, bool):
            raise Refused("wrong_kind", where=where, key=key, wanted=Refused("boolean"))
    elif not isinstance(value, str) or not value:
        raise Refused("wrong_kind", where=where, key=key, wanted=Refused("text"))
    if key == "method" and value not in METHODS:
        wanted = Refused("one_of", known=listed(METHODS))
        raise Refused("wrong_kind", where=where, key=key, wanted=wanted)
    return value


def _dimensions(
    given: Any, apart: Mapping[str, Any], folder: Path, where: str
) -> tuple[Dimension, ...]:
    """Dimensions however they are written: a list of names, a list of tables, or a table of tables."""
    if isinstance(given, dict):
        given = [
            {"name": name, **(inside if isinstance(inside, dict) else {"hierarchy": inside})}
            for name, inside in given.items()
        ]
    if not isinstance(given, list) or not given:
        raise Refused("no_dimensions", where=where)
    found = []
    for one in given:
        inside = {"name": one} if isinstance(one, str) else one
        if not isinstance(inside, dict) or not isinstance(inside.get("name"), str):
            raise Refused("no_dimensions", where=where)
        name = inside["name"]
        if name in apart:
            inside = {**inside, "hierarchy": apart[name]}
        found.append(_dimension(inside, folder, f"{where}, {name}"))
    for name in apart:
        if name not in (known := [one.name for one in found]):
            hint = nearest(name, known)
            raise Refused(
                "unknown_key", where=where, key=name, nearest=hint, known=listed(known, 40)
            )
    return tuple(found)


def _dimension(given: Mapping[str, Any], folder: Path, where: str) -> Dimension:
    _require_known(given, _DIMENSION_KEYS, where)
    plain = {
        key: _checked(key, value, where)
        for key, value in given.items()
        if key not in ("hierarchy", "levels", "groups")
    }
    above = [given[key] for key in ("hierarchy", "levels", "groups") if key in given]
    if len(above) > 1:
        raise Refused("twice", where=where, name="hierarchy")
    if not above:
        return Dimension(**plain)
    if "groups" in given:
        return Dimension(**plain, hierarchy=_turned(above[0], where))
    return _with_hierarchy(plain, above[0], folder, where)


def _with_hierarchy(plain: dict[str, Any], given: Any, folder: Path, where: str) -> Dimension:
    wrong = Refused("wrong_kind", where=where, key="hierarchy", wanted=Refused("hierarchy_kind"))
    if isinstance(given, str):
        return Dimension(**plain, hierarchy=closed(_lines(folder / given), where))
    if isinstance(given, dict):
        pairs = {
            leaf: (above,) if isinstance(above, str) else above for leaf, above in given.items()
        }
        if not all(_texts(above) for above in pairs.values()):
            raise wrong
        return Dimension(**plain, hierarchy=closed(pairs, where))
    if not _texts(given) or plain.get("several"):
        raise wrong
    levels = list(given)
    own = plain.get("column", plain["name"])
    if levels[-1] == own:
        levels.reverse()
    return Dimension(**plain, levels=tuple(level for level in levels if level != own))


def _texts(given: Any) -> bool:
    return (
        bool(given) and isinstance(given, list | tuple) and all(isinstance(x, str) for x in given)
    )


def _turned(given: Any, where: str) -> dict[str, tuple[str, ...]]:
    """What each leaf is part of, out of what each group holds."""
    if not isinstance(given, dict) or not all(_texts(leaves) for leaves in given.values()):
        raise Refused("wrong_kind", where=where, key="groups", wanted=Refused("groups_kind"))
    found: dict[str, tuple[str, ...]] = {}
    for group, leaves in given.items():
        for leaf in leaves:
            if leaf in found:
                name = where.rpartition(", ")[2]
                raise Refused("two_parents", name=name, value=leaf, one=found[leaf][0], other=group)
            found[leaf] = (group,)
    return closed(found, where)


def _lines(path: Path) -> dict[str, tuple[str, ...]]:
    """A hierarchy in a file: on each line a leaf and what it is part of, from near to far."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as problem:
        raise Refused("no_file", where=path.name) from problem
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.reader(text.splitlines(), delimiter=mark):
        leaf, *above = [cell.strip() for cell in row] or [""]
        chain = tuple(parent for parent in above if parent)
        if leaf and found.setdefault(leaf, chain) != chain:
            one, other = (rest[0] if rest else "*" for rest in (found[leaf], chain))
            raise Refused("two_parents", name=path.name, value=leaf, one=one, other=other)
    return found


def closed(pairs: Mapping[str, Sequence[str]], where: str) -> dict[str, tuple[str, ...]]:
    """Each leaf with all that it is part of, where a parent's own parent is told on its own line."""
    found = {}
    for leaf, above in pairs.items():
        chain = [parent for parent in above if parent != leaf]
        while chain and chain[-1] in pairs:
            more = [parent for parent in pairs[chain[-1]] if parent != chain[-1]]
            if not more:
                break
            if set(more) & {leaf, *chain}:
                raise Refused("circle", name=where.rpartition(", ")[2], value=leaf)
            chain += more
        found[leaf] = tuple(chain)
    return found


def _tables(given: Any, where: str) -> tuple[tuple[str, ...], ...]:
    if not isinstance(given, list) or not all(_texts(names) for names in given):
        raise Refused("wrong_kind", where=where, key="tables", wanted=Refused("names_of_lists"))
    return tuple(tuple(names) for names in given)


def _sound(spec: Spec, where: str) -> Spec:
    _require_names(spec, where)
    for names in spec.tables:
        strange = [name for name in names if name not in (*spec.names, spec.period)]
        if strange:
            raise Refused("no_dimension", where=where, names=listed(names), name=strange[0])
    if spec.period in spec.names:
        kept = tuple(one for one in spec.dimensions if one.name != spec.period)
        within = tuple(tuple(n for n in names if n != spec.period) for names in spec.tables)
        spec = replace(spec, dimensions=kept, tables=within)
    if all(one.always for one in spec.dimensions):
        raise Refused("no_dimensions", where=where)
    return spec


def _require_names(spec: Spec, where: str) -> None:
    for name in spec.names:
        if spec.names.count(name) > 1:
            raise Refused("twice", where=where, name=name)
    if len(spec.names) > _MOST_DIMENSIONS:
        raise Refused("too_many", where=where, most=_MOST_DIMENSIONS)
    if "count" in (*spec.names, spec.period):
        raise Refused("reserved", where=where, name="count")
