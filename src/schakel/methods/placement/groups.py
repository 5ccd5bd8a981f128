"""Persons who are placed together, as one client."""

from collections.abc import Iterable
from functools import reduce
from typing import Any

from schakel.methods.placement.texts import Text
from schakel.methods.placement.vocabulary import (
    MORE,
    Facts,
    Side,
    Value,
    VocabularyError,
    read_facts,
    with_derived,
)

# How the facts of several persons become those of their group.
_ANY_OF = (
    *("pregnant", "wheelchair", "pets", "addiction", "psychiatric", "aggression", "lvb"),
    *("multi_problem", "labour_exploitation", "acute"),
)
_UNION_OF = ("exploitation_forms", "excluded_regions", "excluded_units")
_HOUSEHOLD = ("languages", "sexes", "youngest_age", "oldest_age", "children")
# A child who travels with somebody follows them in this, unless something else is known of the child.
_FOLLOWS = (
    *("excluded_regions", "excluded_units", "exploitation_forms", "labour_exploitation"),
    *("safety_level", "nights", "acute", "pets"),
)
# What is not asked of a young child.
_NOT_OF_YOUNG = ("pregnant", "addiction", "psychiatric", "aggression", "multi_problem")
_YOUNG = 12
_SAME = ("current_scheme", "current_organisation", "current_unit")


def together(members: Iterable[Facts]) -> dict[str, Value]:
    """The facts of persons who are placed together; the first is who asks. Raises VocabularyError.

    A need of one is a need of all, and what is not known of one is not known of the group unless another
    already has it. Every adult must consent. Minors beside the first travel along: where it is unsafe, how
    long and how soon is for them what it is for the first, unless told; and of a child under 12 nobody
    asks about addiction and the like.
    """
    read = [read_facts(Side.CLIENT, member) for member in members]
    read = [*read[:1], *(_follower(one, read[0]) for one in read[1:])]
    if not read:
        raise VocabularyError(
            "nobody", Text("Er is niemand om te plaatsen.", "There is nobody to place.")
        )
    if len(read) == 1:
        return with_derived({"persons": 1, "children": 0, **read[0]})
    group = {**read[0], "persons": len(read)}
    for name in (*_ANY_OF, *_UNION_OF, *_HOUSEHOLD, "consent", "safety_level", "nights"):
        group.pop(name, None)
    group |= _needs(read) | _consent(read) | _household(read)
    for name in _SAME:
        if len({str(one.get(name)) for one in read}) > 1:
            group.pop(name, None)
    return group


def _follower(one: dict[str, Value], first: Facts) -> dict[str, Value]:
    if not _child(one):
        return one
    taken = {name: first[name] for name in _FOLLOWS if name in first}
    if one.get("age", _YOUNG) < _YOUNG:
        taken |= dict.fromkeys(_NOT_OF_YOUNG, False)
    return taken | one


def _needs(read: list[dict[str, Value]]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name in _ANY_OF:
        if any(one.get(name) is True for one in read):
            found[name] = True
        elif all(name in one for one in read):
            found[name] = False
    for name in _UNION_OF:
        found[name] = _union([one.get(name, frozenset({MORE})) for one in read])
    for name in ("safety_level", "nights"):
        if all(name in one for one in read):
            found[name] = max(int(one[name]) for one in read)
    return found


def _consent(read: list[dict[str, Value]]) -> dict[str, Value]:
    consents = [one.get("consent") for one in read if not _child(one)] or [read[0].get("consent")]
    if False in consents:
        return {"consent": False}
    return {} if None in consents else {"consent": True}


def _household(read: list[dict[str, Value]]) -> dict[str, Value]:
    """Who they are together: children, sexes of the others, the languages that all of them speak."""
    children = [one for one in read[1:] if _child(one)]
    others = [one for one in read if not any(one is child for child in children)]
    found: dict[str, Value] = {}
    if all("minor" in one for one in read[1:]):
        found["children"] = len(children)
    ages = [one["age"] for one in children if "age" in one]
    if ages and len(ages) == len(children):
        found["youngest_child_age"], found["oldest_child_age"] = min(ages), max(ages)
    found["sexes"] = frozenset(str(one.get("sex", MORE)) for one in others)
    if all("age" in one for one in others):
        grown = [int(one["age"]) for one in others]
        found["youngest_age"], found["oldest_age"] = min(grown), max(grown)
    spoken = [one["languages"] for one in others if "languages" in one]
    if len(spoken) == len(others):
        found["languages"] = reduce(frozenset.__and__, spoken)
    return found


def _child(one: Facts) -> bool:
    return one.get("minor") is True


def _union(sets: list[Any]) -> frozenset[str]:
    return frozenset().union(*sets)
