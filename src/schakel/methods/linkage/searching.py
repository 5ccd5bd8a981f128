"""How well a record answers to what somebody looks for: names in any order and spelling, a date in part.

Not the score of a pair of reports: who searches gives little, and wants first what agrees on all of it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from schakel.methods.linkage.comparison import Date, Name, compare_births, compare_names
from schakel.methods.linkage.keys import keys_of
from schakel.methods.linkage.names import Token, roots, sound_of
from schakel.methods.linkage.records import Record

LEAST = 0.5
# What is not known neither speaks for a record nor rules it out.
NOT_KNOWN = 0.3
_NAMES, _BIRTH = 3.0, 2.0
_WORTH = {
    Name.SAME: 1.0,
    Name.SHORTER: 1.0,
    Name.PART: 1.0,
    Name.FORM: 0.85,
    Name.SOUND: 0.8,
    Name.CLOSE: 0.7,
    Name.INITIAL: 0.4,
}
_DATES = {
    Date.SAME: 1.0,
    Date.SAME_DEFAULT: 0.9,
    Date.MONTH: 0.9,
    Date.YEAR_ONLY: 0.8,
    Date.SWAPPED: 0.7,
    Date.EDIT: 0.6,
    Date.SAME_DAY: 0.5,
    Date.SAME_YEAR: 0.4,
    Date.ETHIOPIAN: 0.4,
    Date.ONE_YEAR: 0.3,
    Date.NOT_KNOWN: NOT_KNOWN,
}


class Part(StrEnum):
    """Where in a record a name was found."""

    LAST = "LAST"
    GIVEN = "GIVEN"
    ALIAS = "ALIAS"


@dataclass(frozen=True, slots=True)
class NameHit:
    """One of the names that are looked for: where it was found, and how it agrees (OTHER: nowhere)."""

    level: Name
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How a record answers. `score` from 0 to 1 over what was asked; `birth` None where no date was."""

    score: float
    weight: float
    names: tuple[NameHit, ...] = ()
    birth: Date | None = None


def keys_to_try(wanted: Record) -> Iterator[str]:
    """The keys of linkage, each name by itself, and the sounds of its other forms: Kasia for Katarzyna."""
    yield from keys_of(wanted)
    for token in wanted.given:
        if not token.is_initial:
            yield from (f"s:{sound}" for sound in _sounds(token))


def _sounds(token: Token) -> set[str]:
    forms = forms_of_root().get(token.root, ()) if token.root else ()
    return {token.sound, *map(sound_of, forms)}


@cache
def forms_of_root() -> dict[str, list[str]]:
    """The name that others are forms of → all of them."""
    found: dict[str, list[str]] = defaultdict(list)
    for form, root in roots().items():
        found[root].append(form)
    return dict(found)


def answer(wanted: Record, found: Record) -> Answer | None:
    """None where the record says something else: a name that is not there, another date of birth.

    Of several names one may be missing where the others agree well. `wanted.given` holds all names.
    """
    hits = _names(wanted, found)
    birth = compare_births(wanted, found) if wanted.birth.year else None
    if hits is None or (birth is not None and birth not in _DATES):
        return None
    parts = []
    if wanted.given:
        worth = [_WORTH.get(hit.level, 0.0) for hit in hits]
        parts.append((_NAMES, sum(worth) / len(worth) if worth else NOT_KNOWN))
    if birth is not None:
        parts.append((_BIRTH, _DATES[birth]))
    weight = sum(each for each, _score in parts)
    score = sum(each * score for each, score in parts) / weight if weight else 0.0
    return Answer(score, weight, hits, birth)


def _names(wanted: Record, found: Record) -> tuple[NameHit, ...] | None:
    """Where each name stands; () where the record has no names, None where it has others."""
    if not (found.given or found.last or found.alias):
        return ()
    hits = tuple(_name(token, found) for token in wanted.given)
    missing = sum(hit.part is None for hit in hits)
    worth = sum(_WORTH.get(hit.level, 0.0) for hit in hits)
    if missing > 1 or worth < LEAST * len(hits):
        return None
    return hits


def _name(token: Token, found: Record) -> NameHit:
    """The best of the parts; the surname before the given name before another name."""
    hits = [
        NameHit(compare_names((token,), names).level, part)
        for part, names in (
            (Part.LAST, found.last),
            (Part.GIVEN, found.given),
            (Part.ALIAS, found.alias),
        )
    ]
    best = max(hits, key=lambda hit: _WORTH.get(hit.level, 0.0))
    return best if best.level in _WORTH else NameHit(Name.OTHER)
