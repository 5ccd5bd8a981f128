"""Conditions as people build them: blocks of conditions, two layers deep, to and from expressions.

Either one whole block is enough ("any"), or every block must have one condition that is true ("all").
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any as Anything

from schakel.foundation.ui.whole import whole
from schakel.methods.placement import TERMS, Expression, Kind, Term, parse, to_json
from schakel.methods.placement.expressions import RIGHT, All, Any, Condition, straightened

# Between the blocks; inside them it is the other one.
ANY, ALL = "any", "all"
_INSIDE = {ANY: ALL, ALL: ANY}
# Operators that a choice of several values stands for; with a single value they have a name of their own.
_SINGLE = {"in": "==", "not_in": "!=", "overlaps": "has", "disjoint": "has_not"}
_SEVERAL = {(Kind.CODE, "=="): "in", (Kind.CODE, "!="): "not_in"} | {
    (Kind.CODES, "has"): "overlaps",
    (Kind.CODES, "has_not"): "disjoint",
}


@dataclass(frozen=True)
class Line:
    """One condition as it is filled in: the other fact, or values as text."""

    fact: str
    op: str = ""
    values: tuple[str, ...] = ()
    other: str = ""

    @property
    def term(self) -> Term:
        return TERMS[self.fact]

    def ops(self) -> tuple[str, ...]:
        """The operators to choose from."""
        return tuple(op for op in RIGHT[self.term.kind] if (self.term.kind, op) not in _SEVERAL)

    def others(self) -> list[Term]:
        """The facts that this one can be compared with, by whichever operator."""
        wanted = set(RIGHT[self.term.kind].values())
        return [
            term
            for term in TERMS.values()
            if term.kind in wanted and term.codes == self.term.codes and term.name != self.fact
        ]

    def as_json(self) -> dict[str, Anything]:
        """For `parse`, which says what is wrong with it."""
        kind = self.term.kind
        if self.other:
            return {"fact": self.fact, "op": self._op_with_other(kind), "other": self.other}
        if kind is Kind.BOOL:
            return {"fact": self.fact, "op": "==", "value": self.values == ("true",)}
        if kind is Kind.NUMBER:
            text = self.values[0].strip() if self.values else ""
            number = whole(text.removeprefix("-"))
            value = text if number is None else -number if text.startswith("-") else number
            return {"fact": self.fact, "op": self.op, "value": value}
        if len(self.values) == 1 and self.op in _SINGLE:
            return {"fact": self.fact, "op": _SINGLE[self.op], "value": self.values[0]}
        return {"fact": self.fact, "op": self.op, "value": list(self.values)}

    def _op_with_other(self, kind: Kind) -> str:
        """ "One of" beside a fact that holds a single code means "the same as"."""
        other = TERMS.get(self.other)
        fits = other is None or RIGHT[kind].get(self.op) == other.kind
        return self.op if fits else _SINGLE.get(self.op, self.op)


@dataclass(frozen=True)
class Blocks:
    """All of them."""

    between: str = ANY
    blocks: tuple[tuple[Line, ...], ...] = ()

    @property
    def inside(self) -> str:
        return _INSIDE[self.between]

    def add(self, block: int, fact: str) -> "Blocks":
        """One more condition about `fact` in a block; after the last one: in a new block."""
        if fact not in TERMS:
            return self
        blocks = [*self.blocks, ()] if block >= len(self.blocks) else list(self.blocks)
        place = min(block, len(blocks) - 1)
        blocks[place] = (*blocks[place], Line(fact))
        return replace(self, blocks=tuple(blocks))

    def without(self, block: int, line: int) -> "Blocks":
        """Without one condition; an empty block goes too."""
        kept = [
            tuple(one for j, one in enumerate(lines) if (i, j) != (block, line))
            for i, lines in enumerate(self.blocks)
        ]
        return replace(self, blocks=tuple(lines for lines in kept if lines))

    def as_json(self) -> dict[str, Anything]:
        """The expression as data, without layers that hold one thing; `parse` refuses an empty one."""
        inner = [_joined(self.inside, [line.as_json() for line in lines]) for lines in self.blocks]
        return _joined(self.between, inner)

    def expression(self) -> Expression:
        """Raises ExpressionError."""
        return parse(self.as_json())


def _joined(how: str, parts: list[dict[str, Anything]]) -> dict[str, Anything]:
    return parts[0] if len(parts) == 1 else {how: parts}


def blocks_of(expression: Expression) -> Blocks | None:
    """An expression taken apart; None where it is deeper than blocks can show."""
    whole = straightened(expression)
    for between in (ANY, ALL):
        outer, inner = (Any, All) if between == ANY else (All, Any)
        if (blocks := _apart(whole, outer, inner)) is not None:
            return Blocks(between, blocks)
    return None


def _apart(
    whole: Expression, outer: type[All] | type[Any], inner: type[All] | type[Any]
) -> tuple[tuple[Line, ...], ...] | None:
    parts = whole.parts if isinstance(whole, outer) else (whole,)
    found = []
    for part in parts:
        conditions = part.parts if isinstance(part, inner) else (part,)
        if not all(isinstance(one, Condition) for one in conditions):
            return None
        found.append(_lines(conditions))
    return tuple(found)


def _lines(conditions: Iterable[Expression]) -> tuple[Line, ...]:
    return tuple(_line(to_json(one)) for one in conditions)


def _line(data: dict[str, Anything]) -> Line:
    fact, op = data["fact"], data["op"]
    kind = TERMS[fact].kind
    several = _SEVERAL.get((kind, op), op)
    if "other" in data:
        return Line(fact, several, other=data["other"])
    value = data["value"]
    if kind is Kind.BOOL:
        value = value is (op == "==")
    return Line(fact, several, tuple(_text(one) for one in _list(value)))


def _list(value: Anything) -> list[Anything]:
    return value if isinstance(value, list) else [value]


def _text(value: Anything) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
