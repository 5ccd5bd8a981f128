"""Candidate pairs of many records at once: the same pairs as `keys.candidates`, found by sorting numbers."""

import numpy as np

from schakel.methods.linkage.columns import Columns, Ints, spread
from schakel.methods.linkage.keys import LARGEST_BLOCK

# Pairs to look at per record, at most: in long lists every key is shared by more, and the rare ones tell.
PAIRS_PER_RECORD, LONG = 25, 20_000
# Where the parts of a key stand in its 62 bits: the kind, then two numbers.
_KIND, _FIRST = 58, 29


def candidate_pairs(columns: Columns, largest: int = LARGEST_BLOCK) -> tuple[Ints, Ints]:
    """Places of every two records that share a key of at most `largest` records; lower first, sorted.

    In a list of more than LONG records, of at most as many as PAIRS_PER_RECORD allows.
    """
    keys, places = keys_once(columns)
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    sizes = np.diff(np.append(starts, len(keys)))
    found = [np.empty(0, dtype=np.int64)]
    for size in allowed(sizes, min(largest, len(keys)), columns.size):
        groups = places[starts[sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        found.append((groups[:, one] * columns.size + groups[:, other]).ravel())
    pairs = np.sort(np.concatenate(found))
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    return pairs // max(columns.size, 1), pairs % max(columns.size, 1)


def allowed(sizes: Ints, largest: int, records: int) -> list[int]:
    """How many records may share a key: small numbers first, until there are enough pairs."""
    size, count = np.unique(sizes[(sizes > 1) & (sizes <= largest)], return_counts=True)
    pairs = np.cumsum(count * size * (size - 1) // 2)
    return size[pairs <= PAIRS_PER_RECORD * max(records, LONG)].tolist()


def keys_once(columns: Columns) -> tuple[Ints, Ints]:
    """(key, place of a record), sorted, each once."""
    return _once(*_keys(columns))


def _once(keys: Ints, places: Ints) -> tuple[Ints, Ints]:
    """Sorted by key and place, each once."""
    order = np.lexsort((places, keys))
    keys, places = keys[order], places[order]
    fresh = np.ones(len(keys), dtype=bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (places[1:] != places[:-1])
    return keys[fresh], places[fresh]


def _keys(columns: Columns) -> tuple[Ints, Ints]:
    """(key, place of a record), kinds as in `keys.keys_of`."""
    names = columns.names
    record, token = names.lists.entries(columns.whole)
    record, token = record[names.long[token]], token[names.long[token]]
    record, sound = _once(record, names.sounds[token])
    day = np.where(columns.real, columns.month * 100 + columns.day, 0)
    year = np.maximum(columns.any_year, 0)
    found = [
        _two_sounds(record, sound),
        _alias(columns, record, sound),
        _key(2, record, year[record] > 0, sound, year[record]),
        _key(3, record, day[record] > 0, sound, day[record]),
    ]
    every = np.arange(columns.size)
    found += [
        _key(4, every, day > 0, columns.year, day),
        _key(5, every, columns.v_number > 0, columns.v_number, every * 0),
        _key(6, every, columns.phone > 0, columns.phone, every * 0),
    ]
    keys, places = zip(*found, strict=True)
    return np.concatenate(keys), np.concatenate(places)


def _key(kind: int, places: Ints, given: Ints, one: Ints, other: Ints) -> tuple[Ints, Ints]:
    keys = (kind << _KIND) + (one[given] << _FIRST) + other[given]
    return keys, places[given]


def _two_sounds(record: Ints, sound: Ints) -> tuple[Ints, Ints]:
    """Every two sounds of a record, whatever their order. `record` is sorted."""
    count = np.bincount(record)[record] if len(record) else record
    first = np.searchsorted(record, record)
    owner, step = spread(count - 1 - (np.arange(len(record)) - first))
    one, other = sound[owner], sound[owner + 1 + step]
    low, high = np.minimum(one, other), np.maximum(one, other)
    return _key(0, record[owner], low >= 0, low, high)


def _alias(columns: Columns, record: Ints, sound: Ints) -> tuple[Ints, Ints]:
    """Every sound of an alias with every sound of the name."""
    names = columns.names
    owner, token = names.lists.entries(columns.alias)
    count = np.bincount(record, minlength=columns.size)
    start = np.cumsum(count) - count
    entry, step = spread(count[owner])
    spoken = names.sounds[token][entry]
    return _key(1, owner[entry], spoken >= 0, spoken, sound[start[owner][entry] + step])
