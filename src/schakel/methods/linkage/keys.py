"""Candidate pairs: records that share a key, for a table in memory or in a database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from schakel.methods.linkage.records import Record

# A key that more records share says too little; the other keys cover its true pairs.
LARGEST_BLOCK = 300


def keys_of(record: Record) -> Iterator[str]:
    """The keys of one record, some of them twice. Kind first, so that kinds never meet."""
    sounds = [token.sound for token in record.all_tokens if not token.is_initial]
    for one, other in combinations(sorted(set(sounds)), 2):
        yield f"n:{one}:{other}"
    for token in record.alias:
        for sound in sounds:
            yield f"a:{token.sound}:{sound}"
    yield from _dated(record, sounds)
    if record.v_number:
        yield f"v:{record.v_number}"
    if record.phone:
        yield f"p:{record.phone}"


def _dated(record: Record, sounds: Sequence[str]) -> Iterator[str]:
    birth = record.birth
    year = birth.year or record.claimed_year
    day = f"{birth.month:02}{birth.day:02}" if birth.real else ""
    for sound in sounds:
        if year:
            yield f"y:{sound}:{year}"
        if day:
            yield f"d:{sound}:{day}"
    if day:
        yield f"b:{birth.year}{day}"


def blocks(records: Sequence[Record]) -> dict[str, list[int]]:
    """Key → the places of the records that have it."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        for key in dict.fromkeys(keys_of(record)):
            found[key].append(place)
    return found


def candidates(records: Sequence[Record], largest: int = LARGEST_BLOCK) -> list[tuple[int, int]]:
    """Every pair of places (lower first) that shares a key of at most `largest` records; sorted."""
    return sorted(set(_pairs(blocks(records).values(), largest)))


def _pairs(groups: Iterable[list[int]], largest: int) -> Iterator[tuple[int, int]]:
    for group in groups:
        if 1 < len(group) <= largest:
            yield from combinations(group, 2)
