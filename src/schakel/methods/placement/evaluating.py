"""An expression for one client and one place: the meaning itself, one step at a time.

`columns` computes the same for many at once; a test holds the two together.
"""

from collections.abc import Mapping
from typing import Any as Anything

from schakel.methods.placement.expressions import All, Any, Condition, Expression, Not
from schakel.methods.placement.truth import Truth, every, some, truth_of
from schakel.methods.placement.vocabulary import MORE, Kind, Side, Value, term

Known = Mapping[str, Value]


def evaluate(expression: Expression, client: Known, place: Known) -> Truth:
    """Yes, no or not known. Both sides as `read_facts` gives them."""
    match expression:
        case All(parts):
            return every([evaluate(part, client, place) for part in parts])
        case Any(parts):
            return some([evaluate(part, client, place) for part in parts])
        case Not(part):
            return evaluate(part, client, place).opposite
        case Condition():
            return _compare(expression, client, place)


def fact(name: str, client: Known, place: Known) -> Value | None:
    """What is known of the fact with this full name; None when nothing is."""
    of = term(name)
    return (client if of.side is Side.CLIENT else place).get(of.short)


def open_facts(expression: Expression, client: Known, place: Known) -> tuple[str, ...]:
    """What must still be known before this can be yes or no; nothing of what is settled already."""
    if evaluate(expression, client, place) is not Truth.UNKNOWN:
        return ()
    match expression:
        case All(parts) | Any(parts):
            names = (name for part in parts for name in open_facts(part, client, place))
            return tuple(dict.fromkeys(names))
        case Not(part):
            return open_facts(part, client, place)
        case Condition(name, _, _, other):
            return tuple(one for one in (name, other) if one and _open(fact(one, client, place)))
    raise AssertionError(expression)


def _open(value: Value | None) -> bool:
    return value is None or (isinstance(value, frozenset) and MORE in value)


def _compare(one: Condition, client: Known, place: Known) -> Truth:
    left = fact(one.fact, client, place)
    right: Anything = fact(one.other, client, place) if one.other else one.value
    if isinstance(right, tuple):
        right = frozenset(right)
    kind = term(one.fact).kind
    if kind is Kind.CODES:
        return _sets(one.op, left, right)
    if one.op in ("in", "not_in"):
        found = _has(right, left)
        return found if one.op == "in" else found.opposite
    if left is None or right is None:
        return Truth.UNKNOWN
    return truth_of(_plain(one.op, left, right))


def _plain(op: str, left: Anything, right: Anything) -> bool:
    match op:
        case "==":
            return bool(left == right)
        case "!=":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
    return bool(left >= right)


def _sets(op: str, left: Anything, right: Anything) -> Truth:
    match op:
        case "has":
            return _has(left, right)
        case "has_not":
            return _has(left, right).opposite
        case "overlaps":
            return _overlaps(left, right)
        case "disjoint":
            return _overlaps(left, right).opposite
        case "within":
            return _within(left, right)
    return _within(left, right).opposite


def _parts(value: Anything) -> tuple[frozenset[str], bool]:
    """(what is known to be in it, whether there may be more)."""
    if value is None:
        return frozenset(), True
    return value - {MORE}, MORE in value


def _has(codes: Anything, code: Anything) -> Truth:
    members, more = _parts(codes)
    if code is None:
        return truth_of(False) if not members and not more else Truth.UNKNOWN
    if code in members:
        return Truth.YES
    return Truth.UNKNOWN if more else Truth.NO


def _overlaps(left: Anything, right: Anything) -> Truth:
    (ours, more_ours), (theirs, more_theirs) = _parts(left), _parts(right)
    if ours & theirs:
        return Truth.YES
    ours_may, theirs_may = bool(ours) or more_ours, bool(theirs) or more_theirs
    open_left, open_right = more_ours and theirs_may, more_theirs and ours_may
    return Truth.UNKNOWN if open_left or open_right else Truth.NO


def _within(left: Anything, right: Anything) -> Truth:
    (ours, more_ours), (theirs, more_theirs) = _parts(left), _parts(right)
    outside = bool(ours - theirs)
    if outside and not more_theirs:
        return Truth.NO
    return Truth.UNKNOWN if outside or more_ours else Truth.YES
