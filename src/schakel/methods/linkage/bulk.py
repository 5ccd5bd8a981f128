"""Weights of very many pairs at once: the same as `model.Scorer` gives one by one, in columns.

What is rare and intricate (crossed names, parts grouped otherwise) is left to the scorer itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from schakel.methods.linkage.columns import Columns, Ints
from schakel.methods.linkage.comparison import (
    AGREEING,
    CLEARLY_STRAIGHT,
    SHARING,
    WORTH,
    Comparison,
    Country,
    Date,
    Name,
    Plain,
    compare,
)
from schakel.methods.linkage.levels import (
    DATES,
    KNOWN,
    NAMES,
    Agreement,
    D,
    N,
    agree,
    agree_births,
)
from schakel.methods.linkage.model import (
    FURTHER_PART,
    TWINS,
    YEARS_AGREE,
    Scorer,
    bits,
)
from schakel.methods.linkage.records import Record

# What a weight is made of, in the order of the columns here.
PARTS = (
    *("given", "last", "order", "birth", "nationality", "twins", "alias"),
    *("sex", "birth_country", "birth_place", "phone", "v_number"),
)
# Pairs that are weighed together: enough to be quick, few enough to fit in memory.
CHUNK = 400_000
_WORTH = np.array([WORTH[level] for level in NAMES])
_SHARING = np.array([level in SHARING for level in NAMES])
_AGREEING = np.array([level in AGREEING for level in NAMES])
_PLAIN, _COUNTRIES = list(Plain), list(Country)


@dataclass(frozen=True)
class Weighed:
    """Pairs with their bits for each topic; `alone`: never to be joined without a person."""

    weight: np.ndarray
    alone: np.ndarray


@dataclass(frozen=True)
class _Way:
    """One name of each record, held against each other."""

    found: Agreement
    several: np.ndarray

    @classmethod
    def of(cls, columns: Columns, one: Ints, other: Ints) -> "_Way":
        count = columns.names.lists.count
        return cls(agree(columns.names, one, other), count[one] + count[other] > 2)

    @cached_property
    def level(self) -> Ints:
        return self.found.level[self.found.place]

    @property
    def rests(self) -> np.ndarray:
        """Pairs of which the level rests on shared parts or sounds."""
        there = np.zeros(len(self.found.level), dtype=bool)
        there[self.found.owner] = True
        return there[self.found.place]

    def only(self, mine: np.ndarray) -> "_Way":
        """Of some of the pairs."""
        return _Way(replace(self.found, place=self.found.place[mine]), self.several[mine])


@dataclass(frozen=True)
class _Named:
    """Levels of the names, and what they are worth with the nationality that goes with them."""

    given: Ints
    last: Ints
    given_bits: np.ndarray
    last_bits: np.ndarray
    nationality_bits: np.ndarray

    def put(self, places: Ints, found: "_Named") -> None:
        """Take these instead."""
        for mine, theirs in zip(vars(self).values(), vars(found).values(), strict=True):
            mine[places] = theirs


class Bulk:
    """Weighs pairs of places in one list of records."""

    def __init__(self, records: Sequence[Record], columns: Columns, scorer: Scorer) -> None:
        self.records, self.columns, self.scorer = records, columns, scorer

    @property
    def ids(self) -> list[str]:
        return [record.id for record in self.records]

    def weigh(self, one: Ints, other: Ints) -> Weighed:
        """Bits per pair, prior included, in the order of the pairs."""
        weight, alone = np.empty(len(one)), np.empty(len(one), dtype=bool)
        for at in range(0, len(one), CHUNK):
            piece = slice(at, at + CHUNK)
            parts, alone[piece], _levels = self._parts(one[piece], other[piece])
            weight[piece] = self.scorer.prior + parts.sum(axis=0)
        return Weighed(weight, alone)

    def details(self, one: Ints, other: Ints) -> np.ndarray:
        """A row per pair: the bits of each of PARTS, their sum, levels (as places in their lists) and whether
        it is never to be joined without a person. What a second stage may look at, and nothing else."""
        parts, alone, levels = self._parts(one, other)
        return np.vstack([parts, parts.sum(axis=0), levels, alone]).T

    def _parts(self, one: Ints, other: Ints) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(bits per part and pair, never without a person, levels per pair)."""
        names = self._straight(one, other)
        crossed, doubtful = self._exchanged(names, one, other)
        birth, known = agree_births(self.columns, one, other)
        numbers = self._plain("v_number", one, other)
        family = _AGREEING[names.last] & (names.last != N[Name.FORM])
        single = np.where(
            crossed, names.last == N[Name.OTHER], (names.given == N[Name.OTHER]) & family
        )
        born = (birth == D[Date.SAME]) | (birth == D[Date.SAME_DEFAULT])
        parts = np.stack(
            [
                names.given_bits,
                names.last_bits,
                np.where(crossed, self.scorer.parameters.order[1], self.scorer.parameters.order[0]),
                self._births(birth, known, one, other),
                names.nationality_bits,
                np.where(single & born, TWINS, 0.0),
                self._aliases(one, other),
                self._of_plain("sex", self._plain("sex", one, other)),
                self._countries(one, other),
                self._of_plain("birth_place", self._plain("birth_place", one, other)),
                self._of_plain("phone", self._plain("phone", one, other)),
                self._of_plain("v_number", numbers),
            ]
        )
        alone = ~_AGREEING[np.where(crossed, names.last, names.given)] & (numbers != 0)
        levels = np.stack([names.given, names.last, birth, known])
        self._by_the_scorer(doubtful, one, other, parts, alone, levels)
        return parts, alone, levels

    def _straight(self, one: Ints, other: Ints) -> "_Named":
        columns = self.columns
        return self._named(
            _Way.of(columns, columns.given[one], columns.given[other]),
            _Way.of(columns, columns.last[one], columns.last[other]),
            one,
            other,
        )

    def _named(self, given: "_Way", last: "_Way", one: Ints, other: Ints) -> "_Named":
        inside, told = self._inside(one, other, given.rests | last.rests)
        bits = self._names("given", given, inside), self._names("last", last, inside)
        return _Named(given.level, last.level, *bits, told)

    def _exchanged(self, names: "_Named", one: Ints, other: Ints) -> tuple[np.ndarray, Ints]:
        """Where names are crossed (and put so), and the places that are left to the scorer."""
        columns, worth = self.columns, _WORTH[names.given] + _WORTH[names.last]
        loose = np.flatnonzero(worth < CLEARLY_STRAIGHT)
        given, last = columns.given, columns.last
        there = _Way.of(columns, given[one[loose]], last[other[loose]])
        back = _Way.of(columns, last[one[loose]], given[other[loose]])
        better = _WORTH[there.level] - _WORTH[back.level]
        clearly = _WORTH[there.level] + _WORTH[back.level] > worth[loose] + 2
        for mine, first, second in ((better > 0, there, back), (better < 0, back, there)):
            places = loose[clearly & mine]
            ways = first.only(clearly & mine), second.only(clearly & mine)
            names.put(places, self._named(*ways, one[places], other[places]))
        crossed = np.zeros(len(one), dtype=bool)
        crossed[loose[clearly]] = True
        sharing = _SHARING[names.given] & _SHARING[names.last] & (worth < 2 * WORTH[Name.SAME])
        sharing &= columns.parts[one] == columns.parts[other]
        doubtful = np.union1d(loose[clearly & (better == 0)], np.flatnonzero(sharing & ~crossed))
        return crossed, doubtful

    def _by_the_scorer(
        self,
        places: Ints,
        one: Ints,
        other: Ints,
        parts: np.ndarray,
        alone: np.ndarray,
        levels: np.ndarray,
    ) -> None:
        for place in places.tolist():
            pair = self.records[one[place]], self.records[other[place]]
            found: Comparison = compare(*pair)
            told = self.scorer.parts(*pair, found)
            parts[:, place] = [told.get(part, 0.0) for part in PARTS]
            alone[place] = found.may_be_twins
            levels[:2, place] = N[found.given], N[found.last]

    def _plain(self, topic: str, one: Ints, other: Ints) -> Ints:
        values = getattr(self.columns, topic)
        ours, theirs = values[one], values[other]
        level = np.where(ours == theirs, 0, 1)
        level[(ours == 0) | (theirs == 0)] = 2
        return level

    def _of_plain(self, topic: str, level: Ints) -> np.ndarray:
        table = self.scorer.parameters.bits[topic]
        return np.array([table.get(str(name), 0.0) for name in _PLAIN])[level]

    def _aliases(self, one: Ints, other: Ints) -> np.ndarray:
        """The better of both ways, where a record has an alias."""
        columns, table = self.columns, self.scorer.parameters.bits["alias"]
        told = np.array([table.get(str(name), 0.0) for name in NAMES])
        worth = np.full((2, len(one)), -1)
        for row, (ours, theirs) in enumerate(((one, other), (other, one))):
            there = np.flatnonzero(columns.alias[ours] > 0)
            found = agree(columns.names, columns.alias[ours[there]], columns.called[theirs[there]])
            level = found.level[found.place]
            worth[row, there] = np.where(level == N[Name.NOT_KNOWN], -1, _WORTH[level])
        best = worth.max(axis=0)
        known = np.arange(len(NAMES)) != N[Name.NOT_KNOWN]
        by_worth = np.zeros(_WORTH.max() + 1)
        by_worth[_WORTH[known]] = told[known]
        return np.where(best < 0, 0.0, by_worth[best])

    def _countries(self, one: Ints, other: Ints) -> np.ndarray:
        columns, table = self.columns, self.scorer.parameters.bits["birth_country"]
        told = np.array([table.get(str(name), 0.0) for name in _COUNTRIES])
        ours, theirs = columns.birth_country[one], columns.birth_country[other]
        homes = columns.nationality[one], columns.nationality[other]
        home = (ours == homes[0]) | (ours == homes[1]) | ((homes[0] == 0) & (homes[1] == 0))
        level = np.where(home, 0, 1)
        level[ours != theirs] = 2
        level[(ours == 0) | (theirs == 0)] = 3
        return told[level]

    def _inside(self, one: Ints, other: Ints, rests: np.ndarray) -> tuple[Ints, np.ndarray]:
        """As `Scorer._inside`: nationality to weigh names in, and bits for itself."""
        origins = self.columns.origin
        ours, theirs = origins[one], origins[other]
        m, u = (levels["nationality"] for levels in (self._m, self._u))
        known = np.where(ours > 0, ours, theirs)
        rare = self._rare_nationalities[known]
        same = (ours == theirs) & (ours > 0)
        differ = (ours != theirs) & (ours > 0) & (theirs > 0)
        told = np.where(same, _bits(m["SAME"], rare), np.where(rests, -np.log2(rare), 0.0))
        told[differ] = bits(m["OTHER"], u["OTHER"])
        return np.where(differ | ~(same | rests), 0, known), told

    @property
    def _m(self) -> dict[str, dict[str, float]]:
        return self.scorer.parameters.m  # type: ignore[return-value]

    @property
    def _u(self) -> dict[str, dict[str, float]]:
        return self.scorer.parameters.u  # type: ignore[return-value]

    @cached_property
    def _nationalities(self) -> list[str]:
        """Code → nationality or country."""
        found = {0: ""}
        for record, code in zip(self.records, self.columns.origin.tolist(), strict=True):
            found[code] = record.nationality or record.birth_country
        size = int(max(found)) + 1
        return [found.get(code, "") for code in range(size)]

    @cached_property
    def _rare_nationalities(self) -> np.ndarray:
        share = self.scorer.frequencies.of_nationality
        return np.array([share(name) if name else 1.0 for name in self._nationalities])

    def _births(self, level: Ints, known: Ints, one: Ints, other: Ints) -> np.ndarray:
        m, u = (self._birth_table(levels) for levels in (self._m, self._u))
        years = self.columns
        year = np.where(years.year[one] > 0, years.year[one], years.year[other])
        year = np.where(year > 0, year, years.claimed[one])
        days = np.array([YEARS_AGREE.get(name, 0) for name in DATES])[level]
        distinct, place = np.unique(year, return_inverse=True)
        share = np.array([self.scorer.frequencies.of_year(value) for value in distinct.tolist()])
        chance = np.where(days > 0, share[place] / np.maximum(days, 1), u[known, level])
        found = _bits(m[known, level], chance)
        return np.where(level == D[Date.NOT_KNOWN], 0.0, found)

    @staticmethod
    def _birth_table(levels: dict[str, dict[str, float]]) -> np.ndarray:
        rows = [levels.get(f"birth_{known.lower()}", {}) for known in KNOWN]
        return np.array([[row.get(level, 0.001) for level in DATES] for row in rows])

    def _names(self, topic: str, way: "_Way", inside: Ints) -> np.ndarray:
        keys = (topic, f"{topic}_several")
        m, u = (
            np.array([[levels[key].get(level, 0.001) for level in NAMES] for key in keys])
            for levels in (self._m, self._u)
        )
        several = way.several.astype(np.int64)
        told = _bits(m, u)[several, way.level]
        told[way.level == N[Name.NOT_KNOWN]] = 0.0
        rests, rare, further = self._rarity(way.found, inside)
        told[rests] = _bits(m[several, way.level][rests], rare) - FURTHER_PART * further
        return told

    def _rarity(self, found: Agreement, inside: Ints) -> tuple[Ints, np.ndarray, np.ndarray]:
        """(pairs that rest on parts, the rarest share, sum of log2 of the others' shares)."""
        size = np.bincount(found.owner, minlength=len(found.level))
        start = np.cumsum(size) - size
        pairs = np.flatnonzero(size[found.place] > 0)
        distinct = found.place[pairs]
        owner = np.repeat(np.arange(len(pairs)), size[distinct])
        first = np.cumsum(size[distinct]) - size[distinct]
        entry = start[distinct][owner] + np.arange(len(owner)) - first[owner]
        share = self._shares(found.item[entry], inside[pairs][owner])
        rare = np.ones(len(pairs))
        np.minimum.at(rare, owner, share)
        every = np.bincount(owner, np.log2(share), minlength=len(pairs))
        return pairs, rare, every - np.log2(rare)

    def _shares(self, items: Ints, inside: Ints) -> np.ndarray:
        """How rare parts and sounds are within nationalities; each distinct one is looked up once."""
        low = int(items.min(initial=0))
        size = len(self._nationalities)
        distinct, place = np.unique((items - low) * size + inside, return_inverse=True)
        found = [
            self.scorer.frequencies.of_name(text, self._nationalities[code])
            for text, code in self._spelt(distinct // size + low, distinct % size)
        ]
        return np.array(found, dtype=float)[place]

    def _spelt(self, items: Ints, inside: Ints) -> Iterator[tuple[str, int]]:
        held = self.columns.names.held
        for item, code in zip(items.tolist(), inside.tolist(), strict=True):
            text = held[item].text if item >= 0 else f"~{self._sounds[-1 - item]}"
            yield text, code

    @cached_property
    def _sounds(self) -> list[str]:
        names = self.columns.names
        found = dict(zip(names.sounds.tolist(), (token.sound for token in names.held), strict=True))
        return [found[number] for number in range(len(found))]


def _bits(m: np.ndarray | float, u: np.ndarray | float) -> np.ndarray:
    least, most = 1e-6, 0.999999
    return np.log2(np.clip(m, least, most) / np.clip(u, least, most))
