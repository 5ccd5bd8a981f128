"""Expressions for many clients and many places at once, over arrays.

A condition about clients alone is a column, about places alone a row; only what needs both becomes a whole
matrix. Yes, unknown and no are 2, 1 and 0, so that "and" is the least and "or" the greatest.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any as Anything

import numpy as np
from numpy.typing import NDArray

from schakel.methods.placement.expressions import All, Any, Condition, Expression, Not
from schakel.methods.placement.vocabulary import MORE, Kind, Side, Term, Value, term

Answers = NDArray[np.uint8]  # clients × places, either of them 1 where it does not matter
_NO, _UNKNOWN, _YES = np.uint8(0), np.uint8(1), np.uint8(2)
_NOT_KNOWN = -1


class _Sets:
    """Sets of codes as a matrix of members (rows × codes), and whether there may be more in each."""

    def __init__(self, members: NDArray[np.bool_], more: NDArray[np.bool_]) -> None:
        self.members, self.more = members, more
        self.sizes = members.sum(axis=1, dtype=np.int32)
        self.some = (self.sizes > 0) | more
        self.counts = members.astype(np.float32)


class Columns:
    """The facts of clients and places, each read once for all expressions.

    `clients` and `places` are as `read_facts` gives them.
    """

    def __init__(
        self, clients: Sequence[Mapping[str, Value]], places: Sequence[Mapping[str, Value]]
    ) -> None:
        self._rows = {Side.CLIENT: clients, Side.PLACE: places}
        self._numbers: dict[str, NDArray[np.int32]] = {}
        self._sets: dict[str, _Sets] = {}
        self._codes: dict[str, int] = {}
        self._found: dict[Condition, Answers] = {}
        self.shape = (len(clients), len(places))
        for rows in self._rows.values():
            for facts in rows:
                self._learn(facts)

    def evaluate(self, expression: Expression) -> Answers:
        """Answers that broadcast to `shape`."""
        match expression:
            case All(parts):
                return reduce(np.minimum, map(self.evaluate, parts))
            case Any(parts):
                return reduce(np.maximum, map(self.evaluate, parts))
            case Not(part):
                return _YES - self.evaluate(part)
            case Condition():
                if expression not in self._found:
                    self._found[expression] = self._compare(expression)
                return self._found[expression]

    def whole(self, expression: Expression) -> Answers:
        """Answers of the whole shape."""
        return np.broadcast_to(self.evaluate(expression), self.shape)

    def _learn(self, facts: Mapping[str, Value]) -> None:
        for value in facts.values():
            for code in value if isinstance(value, frozenset) else (value,):
                if isinstance(code, str) and code != MORE:
                    self._code(code)

    def _code(self, code: str) -> int:
        return self._codes.setdefault(code, len(self._codes))

    def _turned(self, of: Term, rows: NDArray) -> NDArray:
        """Clients stand downwards, places sideways."""
        return rows[:, None] if of.side is Side.CLIENT else rows[None, :]

    def _number(self, of: Term) -> NDArray[np.int32]:
        """A number, or the number of a code; -1 when it is not known."""
        if of.name not in self._numbers:
            values = [facts.get(of.short, _NOT_KNOWN) for facts in self._rows[of.side]]
            numbers = [self._code(one) if isinstance(one, str) else int(one) for one in values]
            self._numbers[of.name] = np.array(numbers, dtype=np.int32).reshape(len(values))
        return self._numbers[of.name]

    def _set(self, of: Term) -> _Sets:
        if of.name not in self._sets:
            rows = [facts.get(of.short, frozenset({MORE})) for facts in self._rows[of.side]]
            members = np.zeros((len(rows), len(self._codes)), dtype=np.bool_)
            for row, codes in enumerate(rows):
                for code in codes - {MORE}:
                    members[row, self._codes[code]] = True
            more = np.array([MORE in codes for codes in rows], dtype=np.bool_)
            self._sets[of.name] = _Sets(members, more)
        return self._sets[of.name]

    def _literal(self, values: Anything) -> _Sets:
        members = np.zeros((1, len(self._codes)), dtype=np.bool_)
        members[0, [self._codes[one] for one in values if one in self._codes]] = True
        found = _Sets(members, np.zeros(1, dtype=np.bool_))
        found.some[:] = True
        return found

    def _compare(self, one: Condition) -> Answers:
        left = term(one.fact)
        if left.kind is Kind.CODES:
            return self._sets_compared(one, left)
        if one.op in ("in", "not_in"):
            found = self._within_set(one, left)
            return found if one.op == "in" else _YES - found
        return self._plain(one, left)

    def _plain(self, one: Condition, left: Term) -> Answers:
        ours = self._turned(left, self._number(left))
        if one.other:
            right = term(one.other)
            theirs = self._turned(right, self._number(right))
            unknown = (ours < 0) | (theirs < 0)
        else:
            theirs = np.array(self._of_literal(one.value), dtype=np.int32)
            unknown = ours < 0
        found = _OPERATORS[one.op](ours, theirs).view(np.uint8)
        found += found
        found[np.broadcast_to(unknown, found.shape)] = _UNKNOWN
        return found

    def _of_literal(self, value: Anything) -> int:
        if isinstance(value, str):
            return self._codes.get(value, -2)  # a code that nobody has is nobody's
        return int(value)

    def _within_set(self, one: Condition, left: Term) -> Answers:
        """A code in a set."""
        codes = self._number(left)
        if not one.other:
            sets = self._literal(one.value)
            found = self._held(sets, codes, False)
            return self._turned(left, found[0])
        right = term(one.other)
        return self._has(self._set(right), right, codes, left)

    def _has(self, sets: _Sets, holder: Term, codes: NDArray[np.int32], coded: Term) -> Answers:
        """Which sets hold which codes, with clients downwards."""
        if holder.side is coded.side:
            return self._turned(holder, self._held(sets, codes, True))
        found = self._held(sets, codes, False)
        return found if holder.side is Side.CLIENT else np.ascontiguousarray(found.T)

    def _held(self, sets: _Sets, codes: NDArray[np.int32], paired: bool) -> Answers:
        """Sets × codes, or (paired) the code of each set's own row."""
        known = codes >= 0
        place = np.where(known, codes, 0)
        if not sets.members.shape[1]:
            inside = np.zeros((len(sets.more), len(codes)), dtype=np.bool_)
            inside = np.diagonal(inside) if paired else inside
        elif paired:
            inside = sets.members[np.arange(len(codes)), place]
        else:
            inside = sets.members[:, place]
        shape = (lambda rows: rows) if paired else (lambda rows: rows[:, None])
        found = np.where(shape(sets.more), _UNKNOWN, _NO)
        found = np.where(inside, _YES, found)
        unsure = np.where(shape(sets.some), _UNKNOWN, _NO)
        return np.where(known, found, unsure)

    def _sets_compared(self, one: Condition, left: Term) -> Answers:
        ours = self._set(left)
        name = one.op.removeprefix("not_")
        if name in ("has", "has_not"):
            found = self._has_code(one, left, ours)
        else:
            found = self._between(one, left, ours, "within" if name == "within" else "overlaps")
        return _YES - found if one.op in ("has_not", "disjoint", "not_within") else found

    def _has_code(self, one: Condition, left: Term, ours: _Sets) -> Answers:
        if one.other:
            right = term(one.other)
            return self._has(ours, left, self._number(right), right)
        code = self._codes.get(str(one.value))
        inside = (
            ours.members[:, code] if code is not None else np.zeros(len(ours.more), dtype=np.bool_)
        )
        return self._turned(left, np.where(inside, _YES, np.where(ours.more, _UNKNOWN, _NO)))

    def _between(self, one: Condition, left: Term, ours: _Sets, name: str) -> Answers:
        right = term(one.other) if one.other else left
        theirs = self._set(right) if one.other else self._literal(one.value)
        if one.other and right.side is not left.side:
            found = _RELATIONS[name](ours, theirs, False)
            return found if left.side is Side.CLIENT else np.ascontiguousarray(found.T)
        if one.other:
            return self._turned(left, _RELATIONS[name](ours, theirs, True))
        return self._turned(left, _RELATIONS[name](ours, theirs, False)[:, 0])


def _common(ours: _Sets, theirs: _Sets, paired: bool) -> NDArray[np.float32]:
    """How many codes two sets share; exact, since counts are small."""
    if paired:
        return (ours.counts * theirs.counts).sum(axis=1)
    return ours.counts @ theirs.counts.T


def _down(rows: NDArray, paired: bool) -> NDArray:
    return rows if paired else rows[:, None]


def _overlapping(ours: _Sets, theirs: _Sets, paired: bool) -> Answers:
    shared = _common(ours, theirs, paired) > 0
    may = (_down(ours.more, paired) & theirs.some) | (theirs.more & _down(ours.some, paired))
    return np.where(shared, _YES, np.where(may, _UNKNOWN, _NO))


def _inside(ours: _Sets, theirs: _Sets, paired: bool) -> Answers:
    outside = _common(ours, theirs, paired) < _down(ours.sizes, paired)
    unsure = outside | _down(ours.more, paired)
    return np.where(outside & ~theirs.more, _NO, np.where(unsure, _UNKNOWN, _YES))


_OPERATORS: dict[str, Callable[..., NDArray[np.bool_]]] = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_RELATIONS = {"overlaps": _overlapping, "within": _inside}
