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
from schakel.methods.placement.vocabulary import MORE, TERMS, Kind, Side, Term, Value, term

Answers = NDArray[np.uint8]  # clients × places, either of them 1 where it does not matter
_NO, _UNKNOWN, _YES = np.uint8(0), np.uint8(1), np.uint8(2)
_NOT_KNOWN, _NOBODYS = -1, -2
_CODED = (Kind.CODE, Kind.CODES)
_ALL_OPEN = frozenset({MORE})


class _Sets:
    """Sets of codes as a matrix of members (rows × codes), and whether there may be more in each.

    `words` are the members again, 64 in a number: rows × words.
    """

    def __init__(self, members: NDArray[np.bool_], more: NDArray[np.bool_]) -> None:
        self.members, self.more = members, more
        self.some = members.any(axis=1) | more
        width = -(-max(1, members.shape[1]) // 64) * 64
        padded = np.zeros((len(members), width), dtype=np.bool_)
        padded[:, : members.shape[1]] = members
        self.words = np.packbits(padded, axis=1).view(np.uint64)


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
        self._codes: dict[str, dict[str, int]] = {}
        self._found: dict[Condition, Answers] = {}
        self.shape = (len(clients), len(places))

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

    def belonging(self, name: str, code: str) -> NDArray[np.bool_]:
        """Which places have this code, or may have it."""
        numbers = self._number(term(name))
        found: NDArray[np.bool_] = (numbers < 0) | (numbers == self._code(term(name), code))
        return found

    def _list(self, of: Term) -> dict[str, int]:
        """A number for every code that occurs in facts of the list that this one is of."""
        if of.codes not in self._codes:
            same = [one for one in TERMS.values() if one.codes == of.codes and one.kind in _CODED]
            numbers: dict[str, int] = {}
            for one in same:
                short, several = one.short, one.kind is Kind.CODES
                for facts in self._rows[one.side]:
                    value = facts.get(short, ())
                    for code in value if several or not value else (value,):
                        numbers.setdefault(code, len(numbers))
            self._codes[of.codes] = numbers
        return self._codes[of.codes]

    def _code(self, of: Term, code: object) -> int:
        return self._list(of).get(str(code), _NOBODYS)

    def _turned(self, of: Term, rows: NDArray) -> NDArray:
        """Clients stand downwards, places sideways."""
        return rows[:, None] if of.side is Side.CLIENT else rows[None, :]

    def _number(self, of: Term) -> NDArray[np.int32]:
        """A number, or the number of a code; -1 when it is not known."""
        if of.name not in self._numbers:
            short = of.short
            values = [facts.get(short, _NOT_KNOWN) for facts in self._rows[of.side]]
            if of.kind is Kind.CODE:
                codes = self._list(of)
                values = [_NOT_KNOWN if one == _NOT_KNOWN else codes[one] for one in values]
            self._numbers[of.name] = np.array(values, dtype=np.int32).reshape(len(values))
        return self._numbers[of.name]

    def _set(self, of: Term) -> _Sets:
        if of.name not in self._sets:
            short, codes = of.short, self._list(of)
            rows = [facts.get(short, _ALL_OPEN) for facts in self._rows[of.side]]
            members = np.zeros((len(rows), len(codes)), dtype=np.bool_)
            held = [(row, codes[one]) for row, own in enumerate(rows) for one in own if one != MORE]
            if held:
                members[tuple(np.array(held).T)] = True
            more = np.array([MORE in own for own in rows], dtype=np.bool_)
            self._sets[of.name] = _Sets(members, more)
        return self._sets[of.name]

    def _literal(self, of: Term, values: Anything) -> _Sets:
        codes = self._list(of)
        members = np.zeros((1, len(codes)), dtype=np.bool_)
        members[0, [codes[one] for one in values if one in codes]] = True
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
            unknown = [ours < 0, theirs < 0]
        else:
            theirs = np.array(self._of_literal(left, one.value), dtype=np.int32)
            unknown = [ours < 0]
        found = _OPERATORS[one.op](ours, theirs).view(np.uint8)
        found += found
        for missing in unknown:
            if missing.any():
                np.copyto(found, _UNKNOWN, where=missing)
        return found

    def _of_literal(self, of: Term, value: Anything) -> int:
        return self._code(of, value) if of.kind is Kind.CODE else int(value)

    def _within_set(self, one: Condition, left: Term) -> Answers:
        """A code in a set."""
        codes = self._number(left)
        if not one.other:
            sets = self._literal(left, one.value)
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
        code = self._code(left, one.value)
        none = np.zeros(len(ours.more), dtype=np.bool_)
        inside = none if code == _NOBODYS else ours.members[:, code]
        return self._turned(left, np.where(inside, _YES, np.where(ours.more, _UNKNOWN, _NO)))

    def _between(self, one: Condition, left: Term, ours: _Sets, name: str) -> Answers:
        right = term(one.other) if one.other else left
        theirs = self._set(right) if one.other else self._literal(left, one.value)
        if one.other and right.side is not left.side:
            found = _RELATIONS[name](ours, theirs, False)
            return found if left.side is Side.CLIENT else np.ascontiguousarray(found.T)
        if one.other:
            return self._turned(left, _RELATIONS[name](ours, theirs, True))
        return self._turned(left, _RELATIONS[name](ours, theirs, False)[:, 0])


def _down(rows: NDArray, paired: bool) -> NDArray:
    return rows if paired else rows[:, None]


def _in_common(
    ours: NDArray[np.uint64], theirs: NDArray[np.uint64], paired: bool
) -> NDArray[np.bool_]:
    """Do two sets share a code?"""
    shared = [
        (_down(ours[:, word], paired) & theirs[:, word]) != 0 for word in range(ours.shape[1])
    ]
    return reduce(np.logical_or, shared)


def _overlapping(ours: _Sets, theirs: _Sets, paired: bool) -> Answers:
    shared = _in_common(ours.words, theirs.words, paired)
    may = (_down(ours.more, paired) & theirs.some) | (theirs.more & _down(ours.some, paired))
    return np.where(shared, _YES, np.where(may, _UNKNOWN, _NO))


def _inside(ours: _Sets, theirs: _Sets, paired: bool) -> Answers:
    outside = _in_common(ours.words, ~theirs.words, paired)
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
