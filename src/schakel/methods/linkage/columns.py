"""Many records as columns of numbers: what is compared a million times is looked up once."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

import numpy as np

from schakel.methods.linkage.comparison import origin
from schakel.methods.linkage.names import Token, Tokens
from schakel.methods.linkage.records import Record

Ints = np.ndarray
# Later years are slips of the pen; they need not be told apart.
_LAST_YEAR = 9999


class Codes(dict[Hashable, int]):
    """A number per value, in order of first use."""

    def __missing__(self, value: Hashable) -> int:
        self[value] = number = len(self)
        return number


@dataclass(frozen=True)
class Lists:
    """Lists of numbers, one after the other: list i is `flat[start[i] : start[i] + count[i]]`."""

    flat: Ints
    start: Ints
    count: Ints

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> "Lists":
        held = list(lists)
        count = np.fromiter((len(one) for one in held), np.int64, len(held))
        flat = np.fromiter((item for one in held for item in one), np.int64, int(count.sum()))
        return cls(flat, np.cumsum(count) - count, count)

    def entries(self, places: Ints) -> tuple[Ints, Ints]:
        """(which of `places`, item) for every item of the lists at these places."""
        owner, within = spread(self.count[places])
        return owner, self.flat[self.start[places][owner] + within]


def spread(count: Ints) -> tuple[Ints, Ints]:
    """For each of `count` a run: the number of the run, and the place within it."""
    owner = np.repeat(np.arange(len(count)), count)
    return owner, np.arange(len(owner)) - (np.cumsum(count) - count)[owner]


class Names:
    """Every name that occurs, once, as a list of tokens; number 0 is the name that is not known."""

    def __init__(self) -> None:
        self._numbers = Codes({(): 0})
        self._tokens: Codes = Codes()
        self._lists: list[list[int]] = [[]]
        self.held: list[Token] = []

    def number(self, name: Tokens) -> int:
        """The number of a name, new or known."""
        found = self._numbers.get(name)
        if found is None:
            found = self._numbers[name]
            self._lists.append([self._token(token) for token in dict.fromkeys(name)])
        return found

    def _token(self, token: Token) -> int:
        number = self._tokens[token.text]
        if number == len(self.held):
            self.held.append(token)
        return number

    @cached_property
    def lists(self) -> Lists:
        return Lists.of(self._lists)

    @cached_property
    def texts(self) -> np.ndarray:
        return np.array([token.text for token in self.held], dtype=object)

    @cached_property
    def glued(self) -> np.ndarray:
        """All parts of each name as one word."""
        held = self.held
        words = ("".join(sorted(held[token].text for token in name)) for name in self._lists)
        return np.array(list(words), dtype=object)

    @cached_property
    def sounds(self) -> Ints:
        codes = Codes()
        return np.array([codes[token.sound] for token in self.held], dtype=np.int64)

    @cached_property
    def roots(self) -> Ints:
        codes = Codes({"": 0})
        return np.array([codes[token.root] for token in self.held], dtype=np.int64)

    @cached_property
    def long(self) -> np.ndarray:
        return np.array([len(token.text) > 1 for token in self.held], dtype=bool)

    @cached_property
    def sounds_long(self) -> np.ndarray:
        return np.array([len(token.sound) > 1 for token in self.held], dtype=bool)

    @cached_property
    def first_letters(self) -> Ints:
        return np.array([ord(token.text[0]) for token in self.held], dtype=np.int64)


@dataclass(frozen=True)
class Columns:
    """Records, a column per topic; 0 = not known. Nationalities and countries share their codes."""

    names: Names
    given: Ints
    last: Ints
    alias: Ints
    # The alias and all parts of the name, as one name: what another's alias is held against.
    called: Ints
    whole: Ints
    # Equal where two records have the same parts, whatever is taken for a given name.
    parts: Ints
    year: Ints
    month: Ints
    day: Ints
    claimed: Ints
    sex: Ints
    nationality: Ints
    birth_country: Ints
    origin: Ints
    birth_place: Ints
    phone: Ints
    v_number: Ints

    @classmethod
    def of(cls, records: Sequence[Record]) -> "Columns":
        names, parts = Names(), Codes()
        number, codes = names.number, {topic: Codes({"": 0}) for topic in _CODED}
        codes["origin"] = codes["birth_country"] = codes["nationality"]
        wholes: dict[Tokens, tuple[int, int]] = {}

        def whole(one: Record) -> tuple[int, int, int]:
            name = one.all_tokens
            if name not in wholes:
                spelt = frozenset(token.text for token in name)
                wholes[name] = (number(name), parts[spelt])
            mine = wholes[name]
            return (number(one.alias + name) if one.alias else mine[0], *mine)

        rows = [
            (
                number(one.given),
                number(one.last),
                number(one.alias),
                *whole(one),
                min(one.birth.year, _LAST_YEAR),
                one.birth.month,
                one.birth.day,
                max(min(one.claimed_year, _LAST_YEAR), 0),
            )
            for one in records
        ]
        table = np.array(rows, dtype=np.int64).reshape(-1, 10)
        coded = {
            topic: np.fromiter(
                map(codes[topic].__getitem__, map(_VALUES[topic], records)), np.int64
            )
            for topic in _CODED
        }
        return cls(names, *table.T, **coded)

    @property
    def size(self) -> int:
        return len(self.given)

    @cached_property
    def real(self) -> np.ndarray:
        """Full dates that say more than their year."""
        full = (self.year > 0) & (self.month > 0) & (self.day > 0)
        return full & ~self.default

    @cached_property
    def default(self) -> np.ndarray:
        return (self.year > 0) & (self.month == 1) & (self.day == 1)

    @cached_property
    def any_year(self) -> Ints:
        return np.where(self.year > 0, self.year, self.claimed)


_CODED = ("sex", "nationality", "birth_country", "origin", "birth_place", "phone", "v_number")
_VALUES: dict[str, Callable[[Record], str]] = {topic: attrgetter(topic) for topic in _CODED}
_VALUES["origin"] = origin
