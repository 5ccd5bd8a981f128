"""Conditions as data: read from JSON, checked, and written back the same.

{"all": [...]}, {"any": [...]}, {"not": ...}, and conditions {"fact": name, "op": "<=", "value": 12} or, with
another fact, {"fact": name, "op": "<=", "other": name}.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any as Anything

from schakel.methods.placement import vocabulary
from schakel.methods.placement.texts import PlacementError, Text
from schakel.methods.placement.vocabulary import Kind, Term, term

MOST_CONDITIONS = 40
MOST_DEPTH = 6
MOST_VALUES = 100
MOST_CHARACTERS = 20_000

# Each operator with the one that says the opposite.
_PAIRS = (
    *(("==", "!="), ("<", ">="), ("<=", ">"), ("in", "not_in"), ("has", "has_not")),
    *(("overlaps", "disjoint"), ("within", "not_within")),
)
OPPOSITE = dict(_PAIRS) | {other: one for one, other in _PAIRS}
# What stands on the right of an operator, for each kind on the left.
RIGHT: dict[Kind, dict[str, Kind]] = {
    Kind.BOOL: dict.fromkeys(("==", "!="), Kind.BOOL),
    Kind.NUMBER: dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), Kind.NUMBER),
    Kind.CODE: {"==": Kind.CODE, "!=": Kind.CODE, "in": Kind.CODES, "not_in": Kind.CODES},
    Kind.CODES: {
        **dict.fromkeys(("has", "has_not"), Kind.CODE),
        **dict.fromkeys(("overlaps", "disjoint", "within", "not_within"), Kind.CODES),
    },
}
REGION = "place.region"
UNSAFE_REGIONS = "client.excluded_regions"
# Names under which somebody could try to bring in where a client comes from or is registered.
_ORIGIN = (
    "region",
    "regio",
    "municipality",
    "gemeente",
    "province",
    "registration",
    "brp",
    "origin",
)

Literal = bool | int | str | tuple[str, ...]


class ExpressionError(PlacementError):
    """An expression that cannot be used; `path` says where in it, as in "all[2].value"."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. Exactly one of `value` and `other` is there; the values of a set are sorted."""

    fact: str
    op: str
    value: Literal | None = None
    other: str = ""


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Expression"


Expression = Condition | All | Any | Not


def parse(data: Anything) -> Expression:
    """An expression out of JSON (a text or what was read from it). Raises ExpressionError."""
    if isinstance(data, str):
        if len(data) > MOST_CHARACTERS:
            raise _too_long()
        try:
            data = json.loads(data)
        except (ValueError, RecursionError):
            raise _error(
                "json", "", "Dit is geen leesbare JSON.", "This is not readable JSON."
            ) from None
    found = _parse(data, "", 1)
    if sum(1 for _ in conditions(found)) > MOST_CONDITIONS:
        raise _error(
            "too_many",
            "",
            f"Een regel heeft hoogstens {MOST_CONDITIONS} voorwaarden. Maak er twee regels van.",
            f"A rule has at most {MOST_CONDITIONS} conditions. Make two rules of it.",
        )
    refuse_region(found)
    return found


def to_json(expression: Expression) -> dict[str, Anything]:
    """The same as data for JSON; `parse` of it gives an equal expression."""
    match expression:
        case All(parts):
            return {"all": [to_json(part) for part in parts]}
        case Any(parts):
            return {"any": [to_json(part) for part in parts]}
        case Not(part):
            return {"not": to_json(part)}
        case Condition(fact, op, value, other):
            right = {"other": other} if other else {"value": _plain(value)}
            return {"fact": fact, "op": op, **right}


def _plain(value: Literal | None) -> Anything:
    return list(value) if isinstance(value, tuple) else value


def conditions(expression: Expression) -> Iterator[Condition]:
    """Every comparison in it, from left to right."""
    match expression:
        case All(parts) | Any(parts):
            for part in parts:
                yield from conditions(part)
        case Not(part):
            yield from conditions(part)
        case Condition():
            yield expression


def facts_of(expression: Expression) -> tuple[str, ...]:
    """The names of all facts in it, each once, in order."""
    names = (name for one in conditions(expression) for name in (one.fact, one.other) if name)
    return tuple(dict.fromkeys(names))


def straightened(expression: Expression, turned: bool = False) -> Expression:
    """The same without "not": turned into the opposite operators (De Morgan holds with three values)."""
    match expression:
        case All(parts) | Any(parts):
            same = isinstance(expression, All) is not turned
            inner = tuple(straightened(part, turned) for part in parts)
            return All(inner) if same else Any(inner)
        case Not(part):
            return straightened(part, not turned)
        case Condition(fact, op, value, other) if turned:
            return Condition(fact, OPPOSITE[op], value, other)
    return expression


def refuse_region(expression: Expression) -> None:
    """A region may only keep a person away from danger. Raises ExpressionError for every other use."""
    for one in conditions(straightened(expression)):
        names = {one.fact, one.other} & {REGION, UNSAFE_REGIONS}
        if names and (one.fact, one.op, one.other) != (REGION, "not_in", UNSAFE_REGIONS):
            raise _region_tie(one.fact)


def _region_tie(path: str) -> ExpressionError:
    return _error(
        "region_tie",
        path,
        "Regiobinding kan geen voorwaarde zijn. Een regio mag alleen iemand weghouden van gevaar: "
        f'"{REGION} not_in {UNSAFE_REGIONS}".',
        "A tie to a region cannot be a condition. A region may only keep somebody away from danger: "
        f'"{REGION} not_in {UNSAFE_REGIONS}".',
    )


def _error(code: str, path: str, nl: str, en: str) -> ExpressionError:
    return ExpressionError(code, Text(nl, en), path)


def _too_long() -> ExpressionError:
    nl, en = "De regel is langer dan {most} tekens.", "The rule is longer than {most} characters."
    return ExpressionError("too_long", Text(nl, en).filled(most=MOST_CHARACTERS))


def _parse(data: Anything, path: str, depth: int) -> Expression:
    if depth > MOST_DEPTH:
        raise _error(
            "too_deep",
            path,
            f"Er zitten meer dan {MOST_DEPTH} lagen in elkaar.",
            f"There are more than {MOST_DEPTH} layers inside each other.",
        )
    if not isinstance(data, dict):
        raise _error(
            "shape", path, "Hier hoort een voorwaarde: { … }.", "A condition belongs here: { … }."
        )
    keys = set(data)
    if keys == {"not"}:
        return Not(_parse(data["not"], f"{path}.not".lstrip("."), depth + 1))
    for name, kind in (("all", All), ("any", Any)):
        if keys == {name}:
            return kind(_parts(data[name], f"{path}.{name}".lstrip("."), depth))
    return _condition(data, path)


def _parts(data: Anything, path: str, depth: int) -> tuple[Expression, ...]:
    if not isinstance(data, list) or not data:
        raise _error(
            "empty",
            path,
            "Hier hoort een lijst met ten minste één voorwaarde.",
            "A list of at least one condition belongs here.",
        )
    if len(data) > MOST_CONDITIONS:
        raise _too_long()
    return tuple(_parse(one, f"{path}[{place}]", depth + 1) for place, one in enumerate(data))


def _condition(data: dict[Anything, Anything], path: str) -> Condition:
    keys = set(data)
    if keys not in ({"fact", "op", "value"}, {"fact", "op", "other"}):
        raise _error(
            "shape",
            path,
            'Een voorwaarde heeft "fact", "op", en "value" of "other"; of is "all", "any" of "not".',
            'A condition has "fact", "op", and "value" or "other"; or it is "all", "any" or "not".',
        )
    left = _named(data["fact"], f"{path}.fact".lstrip("."))
    wanted = RIGHT[left.kind].get(data["op"]) if isinstance(data["op"], str) else None
    if wanted is None:
        known = ", ".join(RIGHT[left.kind])
        raise _error(
            "operator",
            path,
            f"Bij {left.name} kan {data['op']!r} niet. Wel: {known}.",
            f"{data['op']!r} does not go with {left.name}. These do: {known}.",
        )
    if "other" in data:
        return Condition(left.name, data["op"], other=_other(left, wanted, data["other"], path))
    return Condition(left.name, data["op"], _value(left, wanted, data["value"], path))


def _named(name: Anything, path: str) -> Term:
    if not isinstance(name, str) or len(name) > 100:
        raise _error(
            "unknown_fact",
            path,
            "Hier hoort de naam van een gegeven.",
            "The name of a fact belongs here.",
        )
    if name not in vocabulary.TERMS and any(word in name.lower() for word in _ORIGIN):
        raise _region_tie(path)
    try:
        return term(name)
    except vocabulary.VocabularyError as problem:
        raise ExpressionError(problem.code, problem.text, path) from None


def _other(left: Term, wanted: Kind, name: Anything, path: str) -> str:
    other = _named(name, f"{path}.other".lstrip("."))
    if other.kind != wanted or other.codes != left.codes:
        raise _error(
            "wrong_kind",
            path,
            f"{left.name} en {other.name} zijn niet te vergelijken.",
            f"{left.name} and {other.name} cannot be compared.",
        )
    if other.name == left.name:
        raise _error(
            "wrong_kind",
            path,
            f"{left.name} staat er twee keer.",
            f"{left.name} stands there twice.",
        )
    return other.name


def _value(left: Term, wanted: Kind, value: Anything, path: str) -> Literal:
    try:
        if wanted is Kind.BOOL:
            return vocabulary.read_bool(left, value)
        if wanted is Kind.NUMBER:
            return vocabulary.read_number(left, value)
        if wanted is Kind.CODE:
            return vocabulary.read_code(left, value)
        return _values(left, value, path)
    except vocabulary.VocabularyError as problem:
        raise ExpressionError(problem.code, problem.text, f"{path}.value".lstrip(".")) from None


def _values(left: Term, value: Anything, path: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_VALUES:
        raise _error(
            "wrong_kind",
            path,
            f"Hier hoort een lijst met 1 tot {MOST_VALUES} codes.",
            f"A list of 1 to {MOST_VALUES} codes belongs here.",
        )
    return tuple(sorted({vocabulary.read_code(left, one) for one in value}))
