"""Clients, places and expressions for tests: written out, and drawn by hypothesis."""

from datetime import date

from hypothesis import strategies as st

from schakel.methods.placement import CODES, TERMS, Kind, RuleBook, Side, standard_rules
from schakel.methods.placement.expressions import (
    REGION,
    RIGHT,
    UNSAFE_REGIONS,
    All,
    Any,
    Condition,
    Not,
)

DAY = date(2026, 11, 1)
NO_NEEDS = dict.fromkeys(
    (
        "wheelchair",
        "pets",
        "addiction",
        "psychiatric",
        "aggression",
        "lvb",
        "multi_problem",
        "pregnant",
    ),
    False,
)
# A woman of 24 in her reflection period, with a baby.
MOTHER = {
    **NO_NEEDS,
    "persons": 2,
    "children": 1,
    "youngest_child_age": 0,
    "oldest_child_age": 0,
    "age": 24,
    "youngest_age": 24,
    "oldest_age": 24,
    "sex": "FEMALE",
    "sexes": ["FEMALE"],
    "nationality_group": "NON_EU",
    "b8_status": "REFLECTION",
    "consent": True,
    "acute": False,
    "safety_level": 2,
    "languages": ["en"],
    "nights": 90,
    "excluded_regions": ["R1"],
    "excluded_units": ["u9"],
}
UNIT = {
    "scheme": "COSM",
    "organisation": "o1",
    "site": "s1",
    "unit": "u1",
    "region": "R2",
    "free_beds": 2,
    "child_places": 1,
    "min_child_age": 0,
    "max_child_age": 17,
    "sexes": ["FEMALE"],
    "min_age": 18,
    "max_age": 99,
    "days_until_open": 0,
    "safety_level": 2,
    "wheelchair": False,
    "pets": False,
    "longest_stay": 92,
    "languages": ["en", "nl"],
}


def book(*more, on=DAY):
    return RuleBook([*standard_rules(), *more], on)


_OPEN = ("u1", "u2", "u9", "en", "nl")  # codes of lists that are open


def _codes(term):
    return st.sampled_from(tuple(CODES.get(term.codes, _OPEN)))


def values(term):
    """Anything a fact may be, not known included."""
    known = {
        Kind.BOOL: st.booleans(),
        Kind.NUMBER: st.integers(0, 4),
        Kind.CODE: _codes(term),
        Kind.CODES: st.frozensets(_codes(term) | st.just("UNKNOWN"), max_size=3),
    }
    return st.none() | known[term.kind]


def facts(side):
    own = [term for term in TERMS.values() if term.side is side]
    return st.fixed_dictionaries({}, optional={term.short: values(term) for term in own})


clients, places = facts(Side.CLIENT), facts(Side.PLACE)
_FREE = [term for term in TERMS.values() if term.name not in (REGION, UNSAFE_REGIONS)]
_LITERALS = {
    Kind.BOOL: lambda term: st.booleans(),
    Kind.NUMBER: lambda term: st.integers(0, 4),
    Kind.CODE: _codes,
    Kind.CODES: lambda term: st.sets(_codes(term), min_size=1, max_size=3).map(
        lambda found: tuple(sorted(found))
    ),
}


@st.composite
def conditions(draw):
    if draw(st.integers(0, 9)) == 0:
        return Condition(REGION, "not_in", other=UNSAFE_REGIONS)
    term = draw(st.sampled_from(_FREE))
    op, kind = draw(st.sampled_from(sorted(RIGHT[term.kind].items())))
    others = [
        other.name
        for other in _FREE
        if other.kind is kind and other.codes == term.codes and other is not term
    ]
    if others and draw(st.booleans()):
        return Condition(term.name, op, other=draw(st.sampled_from(others)))
    return Condition(term.name, op, draw(_LITERALS[kind](term)))


def _joined(inner):
    return st.builds(
        lambda parts, both: All(tuple(parts)) if both else Any(tuple(parts)),
        st.lists(inner, min_size=1, max_size=2),
        st.booleans(),
    )


def _turned_twice(expression):
    """The same with "not" around it, twice, since a region may not be denied once."""
    return st.sampled_from((expression, Not(Not(expression))))


expressions = _joined(conditions() | _joined(conditions()).flatmap(_turned_twice))
