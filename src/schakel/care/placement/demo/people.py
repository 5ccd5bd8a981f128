"""Invented people who need a place, as far as matching needs to know them."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from schakel.care.placement.choices import Kin, Scheme

# (weight, what): how requests are made up. Invented; never cite these as real figures.
_KINDS = (
    (34, "woman_b8"),
    (9, "mother_b8"),
    (10, "man_b8"),
    (12, "worker"),
    (9, "several_problems"),
    (8, "dutch_woman"),
    (3, "dutch_mother"),
    (4, "dutch_man"),
    (4, "unclear"),
    (4, "minor_alone"),
    (3, "dutch_minor"),
)
ADULT = 18
_THIRD = ("NG", "SL", "UG", "GN", "VE", "CO", "IN", "VN", "UA", "AL", "GM", "MA")
_EU = ("RO", "BG", "HU", "PL", "LV")
_REGIONS = ("AMS", "RT", "DH", "MN", "ON", "NN", "OB", "ZWB", "LB", "NH")


# What was asked of everybody, and was not so unless a story says otherwise.
ASKED = {
    **dict.fromkeys(("addiction", "psychiatric", "aggression", "lvb", "pregnant"), False),
    **dict.fromkeys(("wheelchair", "pets", "multi_problem", "unaccompanied", "dublin"), False),
    **dict.fromkeys(("exploitation_unclear", "labour_exploitation"), False),
    "b8_status": "NONE",
    "excluded_units": [],
}


@dataclass
class Somebody:
    """One person of a group."""

    kin: str
    gender: str
    age: int
    nationality: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Party:
    """A group with the scheme that fits it."""

    scheme: str
    people: list[Somebody]
    regions: list[str]

    @property
    def main(self) -> Somebody:
        return self.people[0]

    @property
    def children(self) -> int:
        return sum(person.kin == Kin.CHILD for person in self.people)


def party(rng: Random) -> Party:
    """The next group that needs a place."""
    weights, kinds = zip(*_KINDS, strict=True)
    kind = rng.choices(kinds, weights)[0]
    made = _MAKERS[kind](rng)
    made.main.facts = ASKED | made.main.facts
    made.main.facts |= {
        "safety_level": rng.choices((1, 2, 3), (5, 4, 2))[0],
        "wheelchair": rng.random() < 0.02,
        "pets": rng.random() < 0.03,
        "excluded_regions": made.regions,
    }
    return made


def _one(rng: Random, gender: str, age: int, nationality: str, **facts: Any) -> Somebody:
    return Somebody(Kin.MAIN, gender, age, nationality, facts)


def _party(rng: Random, scheme: str, *people: Somebody) -> Party:
    known = rng.random() < 0.7
    return Party(scheme, list(people), rng.sample(_REGIONS, 1) if known else [])


def _b8(rng: Random, gender: str, sexual: float) -> Somebody:
    form = "SEXUAL" if rng.random() < sexual else "LABOUR"
    return _one(
        rng,
        gender,
        rng.randint(18, 44),
        rng.choice(_THIRD),
        nationality_group="NON_EU",
        b8_status=rng.choices(("REFLECTION", "PLANNED", "GRANTED"), (6, 3, 1))[0],
        dublin=rng.random() < 0.25,
        exploitation_forms=[form],
        languages=[rng.choice(("en", "fr", "es", "vi", "uk"))],
        pregnant=gender == "FEMALE" and rng.random() < 0.08,
    )


def _child(rng: Random, nationality: str) -> Somebody:
    return Somebody(
        Kin.CHILD, rng.choice(("FEMALE", "MALE")), rng.randint(0, 9), nationality, dict(ASKED)
    )


def _dutch(rng: Random, gender: str, age: int, **facts: Any) -> Somebody:
    return _one(rng, gender, age, "NL", nationality_group="NL", languages=["nl"], **facts)


def _woman_b8(rng: Random) -> Party:
    return _party(rng, Scheme.COSM, _b8(rng, "FEMALE", 0.8))


def _mother_b8(rng: Random) -> Party:
    mother = _b8(rng, "FEMALE", 0.8)
    children = [_child(rng, mother.nationality) for _ in range(rng.choice((1, 1, 2)))]
    return _party(rng, Scheme.COSM, mother, *children)


def _man_b8(rng: Random) -> Party:
    return _party(rng, Scheme.COSM, _b8(rng, "MALE", 0.15))


def _worker(rng: Random) -> Party:
    worker = _one(
        rng,
        rng.choices(("MALE", "FEMALE"), (4, 1))[0],
        rng.randint(19, 55),
        rng.choice(_EU),
        nationality_group="EU",
        labour_exploitation=True,
        exploitation_forms=["LABOUR"],
        languages=["ro"],
    )
    return _party(rng, Scheme.NLA, worker)


def _several_problems(rng: Random) -> Party:
    person = _dutch(
        rng,
        rng.choices(("FEMALE", "MALE"), (3, 1))[0],
        rng.randint(18, 40),
        multi_problem=True,
        lvb=rng.random() < 0.5,
        psychiatric=rng.random() < 0.5,
        addiction=rng.random() < 0.4,
    )
    return _party(rng, Scheme.OMM, person)


def _dutch_woman(rng: Random) -> Party:
    return _party(rng, Scheme.WOMENS_SHELTER, _dutch(rng, "FEMALE", rng.randint(18, 50)))


def _dutch_mother(rng: Random) -> Party:
    mother = _dutch(rng, "FEMALE", rng.randint(19, 40))
    return _party(rng, Scheme.WOMENS_SHELTER, mother, _child(rng, "NL"))


def _dutch_man(rng: Random) -> Party:
    return _party(rng, Scheme.MENS_SHELTER, _dutch(rng, "MALE", rng.randint(18, 50)))


def _unclear(rng: Random) -> Party:
    person = _b8(rng, rng.choice(("FEMALE", "MALE")), 0.5)
    person.facts |= {"exploitation_unclear": True, "b8_status": "NONE"}
    return _party(rng, Scheme.ACM, person)


def _minor_alone(rng: Random) -> Party:
    person = _b8(rng, rng.choice(("FEMALE", "MALE")), 0.4)
    person.age = rng.randint(14, 17)
    person.facts |= {"unaccompanied": True, "pregnant": False}
    return _party(rng, Scheme.BO, person)


def _dutch_minor(rng: Random) -> Party:
    form = rng.choice(("SEXUAL", "CRIMINAL"))
    person = _dutch(
        rng, rng.choice(("FEMALE", "MALE")), rng.randint(13, 17), exploitation_forms=[form]
    )
    return _party(rng, Scheme.YOUTH_CARE, person)


_MAKERS = {
    "woman_b8": _woman_b8,
    "mother_b8": _mother_b8,
    "man_b8": _man_b8,
    "worker": _worker,
    "several_problems": _several_problems,
    "dutch_woman": _dutch_woman,
    "dutch_mother": _dutch_mother,
    "dutch_man": _dutch_man,
    "unclear": _unclear,
    "minor_alone": _minor_alone,
    "dutch_minor": _dutch_minor,
}
