"""An invented year of requests and shelters, drawn from a seed.

Published: capacities of COSM and OMM, the length of a stay in COSM, and how many flow through to OMM. The
demo's own: requests in a year.
All else is an assumption, and stands here to be changed: no figure of it says anything about real people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from schakel.methods.placement.waiting import Waiting

REGIONS = tuple(f"R{number}" for number in range(1, 11))
LANGUAGES = ("en", "nl", "fr", "es", "ro", "ar", "ti", "vi")


@dataclass(frozen=True, slots=True)
class Scheme:
    """Beds per unit; the median of a stay in days, and how far stays spread (of the logarithm)."""

    units: tuple[int, ...]
    stay: int
    spread: float
    safety: tuple[int, ...]
    problems: float  # how often a unit takes addiction, psychiatric problems, aggression, LVB
    source: str
    ages: tuple[int, int] = (18, 99)


# 40 places COSM, 36 OMM (10 + 4, 3, 3, and two sites for the rest); a stay in COSM of 95 days (median).
SCHEMES: Mapping[str, Scheme] = {
    "COSM": Scheme((6, 6, 4, 4, 4, 6, 4, 6), 95, 0.5, (2, 2, 3), 0.5, "CoMensha: 40 places"),
    "OMM": Scheme((5, 5, 4, 3, 3, 4, 4, 4, 4), 270, 0.5, (1, 2, 2, 3), 0.85, "CoMensha: 36 places"),
    "NLA": Scheme((4,), 60, 0.5, (1,), 0.5, "assumption"),
    "WOMENS_SHELTER": Scheme((3, 3), 150, 0.5, (1, 2, 3), 0.5, "assumption"),
    "HOMELESS_SHELTER": Scheme((3,), 120, 0.5, (1,), 0.7, "assumption"),
    "MENS_SHELTER": Scheme((3,), 120, 0.5, (1, 2), 0.5, "assumption"),
    "BO": Scheme((4, 4), 160, 0.5, (3,), 0.6, "assumption", (12, 17)),
    "YOUTH_CARE": Scheme((4, 3), 90, 0.5, (2,), 0.8, "assumption", (12, 17)),
}
_SEXES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "WOMENS_SHELTER": (("FEMALE", "X"),),
    "MENS_SHELTER": (("MALE", "X"),),
}
_MIXED = (("FEMALE", "X"), ("FEMALE", "X"), ("MALE", "X"), ("FEMALE", "MALE", "X"))
_NEEDS = {"wheelchair": 0.03, "pets": 0.02, "addiction": 0.08, "psychiatric": 0.14}
_NEEDS |= {"aggression": 0.04, "lvb": 0.1, "multi_problem": 0.1}
# Who they are before the law: (share, nationality group, residence status, B8/3).
_STATUS = (
    (0.52, "NON_EU", "B8_REFLECTION", "REFLECTION"),
    (0.10, "NON_EU", "IRREGULAR", "PLANNED"),
    (0.10, "NON_EU", "B8_PERMIT", "GRANTED"),
    (0.20, "EU", "EU_EEA_CH", "NONE"),
    (0.08, "NL", "DUTCH", "NONE"),
)
_STATUS_OF_MINORS = (
    (0.5, "NON_EU", "IRREGULAR", "NONE"),
    (0.1, "EU", "EU_EEA_CH", "NONE"),
    (0.4, "NL", "DUTCH", "NONE"),
)
_PRIORITY = (0.1, 0.25, 0.5, 0.15)
_GROUP, _PARENT, _CHILDREN = 0.04, 0.2, (0.6, 0.3, 0.1)
_PATIENCE = 45.0  # days after which a request is withdrawn: another way was found, or none
_MINORS = 0.1  # alone, and 16: half of them Dutch or from the EU, for youth care; the others for BO
# Of those in COSM who have what OMM is for; published is that 15 of 35 placements in OMM flowed through.
_ONWARD = 0.6
ONWARD_FROM, ONWARD_TO = "COSM", "OMM"
_FOR_OMM = ("lvb", "psychiatric", "addiction", "multi_problem")
_REFUSES = 0.25  # of offers, also where every rule is met
_ANSWERS = (0.6, 0.3, 0.1)  # on the day itself, a day later, two days later


@dataclass(frozen=True, slots=True)
class Request:
    """One client or group. `luck` draws the length of the stay, wherever; `leaves` after so many days.

    A site answers after `answer` days. `after`: which request it flows through from, when that stay in COSM
    ends; its `day` then says nothing.
    """

    day: int
    waiting: Waiting
    persons: int
    luck: float
    leaves: int
    answer: int
    after: int | None = None


@dataclass(frozen=True)
class World:
    """A year to play: places with all beds, and requests by day, with those who flow through after them.

    `refuses` has a row per request and a column per place: would that site say no?
    """

    places: tuple[dict[str, Any], ...]
    requests: tuple[Request, ...]
    days: int
    warming: int
    refuses: np.ndarray


def world(seed: int, days: int, requests: int, warming: int = 200) -> World:
    """`requests` in 365 days, for `days` days after `warming` days that fill the shelters."""
    draw = np.random.default_rng(seed)
    places = tuple(_places(draw))
    arrivals = draw.poisson(requests / 365, days + warming)
    told = [
        _request(draw, day, f"{day}-{number}")
        for day, many in enumerate(arrivals)
        for number in range(many)
    ]
    others = [place["unit"] for place in places if place["scheme"] != ONWARD_TO]
    told += [
        _onward(draw, number, one, others) for number, one in enumerate(told) if _goes_on(draw, one)
    ]
    refuses = draw.random((len(told), len(places))) < _REFUSES
    return World(places, tuple(told), days, warming, refuses)


def _goes_on(draw: np.random.Generator, one: Request) -> bool:
    return _chance(draw, _ONWARD) and any(one.waiting.facts[need] for need in _FOR_OMM)


def _onward(draw: np.random.Generator, number: int, one: Request, others: Sequence[str]) -> Request:
    """The same people, from COSM on to OMM and nowhere else; some days later they go elsewhere."""
    facts = {**one.waiting.facts, "current_scheme": ONWARD_FROM, "excluded_units": list(others)}
    waiting = Waiting(f"{one.waiting.key}-on", facts, 3)
    leaves = 1 + int(draw.exponential(_PATIENCE))
    luck = float(draw.standard_normal())
    return replace(one, waiting=waiting, luck=luck, leaves=leaves, after=number)


def _places(draw: np.random.Generator) -> list[dict[str, Any]]:
    return [
        _place(draw, name, scheme, number, beds)
        for name, scheme in SCHEMES.items()
        for number, beds in enumerate(scheme.units, 1)
    ]


def _place(
    draw: np.random.Generator, name: str, scheme: Scheme, number: int, beds: int
) -> dict[str, Any]:
    patterns = _SEXES.get(name, _MIXED)
    sexes = patterns[number % len(patterns)]
    safety = int(draw.choice(scheme.safety))
    for_children = "FEMALE" in sexes and bool(draw.random() < 0.6)
    return {
        "scheme": name,
        "organisation": f"{name}-{number}",
        "site": f"{name}-{number}",
        "unit": f"{name}-{number}",
        "region": str(draw.choice(REGIONS)),
        "sexes": list(sexes),
        "min_age": scheme.ages[0],
        "max_age": scheme.ages[1],
        "beds": beds,
        "free_beds": beds,
        "child_places": beds - 1 if for_children else 0,
        "min_child_age": 0,
        "max_child_age": 17,
        "wheelchair": _chance(draw, 0.2),
        "pets": _chance(draw, 0.15),
        **{f"takes_{one}": _chance(draw, scheme.problems) for one in _TAKES},
        "takes_pregnant": _chance(draw, 0.8),
        "safety_level": safety,
        "secret_address": safety >= 2,
        "staffed_24h": _chance(draw, 0.6),
        "intake_24h": _chance(draw, 0.3),
        "days_until_open": 0,
        "longest_stay": scheme.stay,
        "languages": ["nl", "en", str(draw.choice(LANGUAGES))],
    }


_TAKES = ("addiction", "psychiatric", "aggression", "lvb")


def _chance(draw: np.random.Generator, share: float) -> bool:
    return bool(draw.random() < share)


def _request(draw: np.random.Generator, day: int, key: str) -> Request:
    minor = _chance(draw, _MINORS)
    labour = not minor and _chance(draw, 0.3)
    woman = _chance(draw, 0.5 if minor else 0.3 if labour else 0.8)
    mother = woman and not minor and _chance(draw, _PARENT)
    children = 1 + int(draw.choice(3, p=_CHILDREN)) if mother else 0
    friends = (
        int(draw.integers(1, 4)) if labour and not children and _chance(draw, _GROUP / 0.3) else 0
    )
    statuses = _STATUS_OF_MINORS if minor else _STATUS
    shares = np.array([one[0] for one in statuses])
    _, group, residence, b8 = statuses[int(draw.choice(len(statuses), p=shares / shares.sum()))]
    unsafe = draw.choice(REGIONS, int(draw.integers(0, 3)), replace=False).tolist()
    sex = "FEMALE" if woman else "MALE"
    age = 16 if minor else 30
    facts = {
        "age": age,
        "youngest_age": age,
        "oldest_age": age,
        "minor": minor,
        "sex": sex,
        "sexes": [sex],
        "nationality_group": group,
        "residence_status": residence,
        "b8_status": b8,
        "dublin": False,
        "languages": [str(draw.choice(LANGUAGES))],
        "persons": 1 + children + friends,
        "children": children,
        "nights": 90,
        "youngest_child_age": 2,
        "oldest_child_age": 8,
        "unaccompanied": minor,
        **{need: _chance(draw, share) for need, share in _NEEDS.items()},
        "pregnant": woman and _chance(draw, 0.06),
        "labour_exploitation": labour,
        "safety_level": int(draw.choice(4, p=(0.2, 0.45, 0.3, 0.05))),
        "acute": False,
        "exploitation_unclear": False,
        "consent": True,
        "excluded_regions": unsafe,
        "excluded_units": [],
    }
    priority = 1 + int(draw.choice(4, p=_PRIORITY))
    leaves = 1 + int(draw.exponential(_PATIENCE))
    waiting = Waiting(key, facts, priority)
    luck = float(draw.standard_normal())
    answer = int(draw.choice(len(_ANSWERS), p=_ANSWERS))
    return Request(day, waiting, 1 + children + friends, luck, leaves, answer)


def stay(scheme: str, luck: float) -> int:
    """How many days somebody stays, at least one."""
    told = SCHEMES[scheme]
    return max(1, round(told.stay * float(np.exp(told.spread * luck))))
