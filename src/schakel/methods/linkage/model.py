"""What agreement is worth: Fellegi-Sunter weights, in bits, with names weighed within a nationality.

m (how often a level is seen among true pairs) comes from labelled pairs and is stored; u (how often by
chance) comes from the records at hand: for names that agree, how rare that name is in that nationality.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from math import exp2, log2
from operator import attrgetter

from schakel.methods.linkage.comparison import Comparison, Date, Known, Name, Plain, origin
from schakel.methods.linkage.names import Tokens
from schakel.methods.linkage.records import Record

VERSION = "2"
# How many reports of the whole population a small nationality is filled up with.
_BORROWED = 20.0
# A second agreeing part of one name says less than the first: parts go together.
FURTHER_PART = 0.5
# Against pairs that agree as twins do. Twins are rarer than other chance pairs by far, so that chance
# pairs tell nothing about them; set by hand where precision no longer rose.
TWINS = -7.0
# Days of birth in a year, fewer than there are because some are written more often.
_DAYS = 300
_LEAST, _MOST = 1e-6, 0.999999
# The share of a level that the model never saw.
_UNSEEN = 0.001

Levels = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Parameters:
    """m and u per topic and level; `pairs_per_record`: true pairs among n records, divided by n."""

    m: Levels
    u: Levels
    crossed: tuple[float, float]  # how often names are crossed: among true pairs, by chance
    pairs_per_record: float

    def to_json(self) -> str:
        content = {
            "version": VERSION,
            "m": self.m,
            "u": self.u,
            "crossed": list(self.crossed),
            "pairs_per_record": self.pairs_per_record,
        }
        return json.dumps(content, indent=1, sort_keys=True)

    @property
    def fingerprint(self) -> str:
        """What tells this model from every other: SHA-256 of its text."""
        return sha256(self.to_json().encode()).hexdigest()

    @cached_property
    def bits(self) -> Levels:
        """What seeing a level is worth, per topic, where no value is rarer than another."""
        return {
            topic: {
                level: bits(self.m[topic].get(level, _UNSEEN), self.u[topic].get(level, _UNSEEN))
                for level in {*self.m[topic], *self.u[topic]}
            }
            for topic in self.m
        }

    @cached_property
    def plain(self) -> list[Mapping[str, float]]:
        """`bits` of each of PLAIN_TOPICS."""
        return [self.bits[topic] for topic in PLAIN_TOPICS]

    @cached_property
    def order(self) -> tuple[float, float]:
        """Bits for names that are not crossed, and for those that are."""
        m, u = self.crossed
        return bits(1 - m, 1 - u), bits(m, u)

    @classmethod
    def from_json(cls, text: str) -> "Parameters":
        content = json.loads(text)
        if content.get("version") != VERSION:
            raise ValueError(f"a model of version {content.get('version')} cannot be used here")
        one, other = content["crossed"]
        return cls(content["m"], content["u"], (one, other), content["pairs_per_record"])


def stored_parameters() -> Parameters:
    """The model that comes with Schakel, learned from invented reports."""
    return Parameters.from_json(files(__package__).joinpath("model.json").read_text("utf-8"))


@dataclass
class Frequencies:
    """How often names, years and nationalities occur among the records at hand."""

    records: int = 0
    nationalities: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    # (nationality or "", part or ~sound) → in how many records
    names: Counter[tuple[str, str]] = field(default_factory=Counter)
    defaults: Counter[tuple[str, int]] = field(default_factory=Counter)

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Frequencies":
        """Count everything once; of records that give one name within one nationality, all together."""
        found, called = cls(), Counter[tuple[Tokens, str]]()
        for record in records:
            found.years[record.birth.year or record.claimed_year] += 1
            called[record.all_tokens, origin(record)] += 1
        found.years[0] = 0  # not known
        for (name, nationality), times in called.items():
            found._add(name, nationality, times)
        return found

    def _add(self, name: Tokens, nationality: str, times: int) -> None:
        self.records += times
        self.nationalities[nationality] += times
        for text in {text for token in name for text in (token.text, f"~{token.sound}")}:
            self.names["", text] += times
            if nationality:
                self.names[nationality, text] += times

    def of_name(self, text: str, nationality: str) -> float:
        """The share of a nationality's records with this part (or "~sound"); of all where it is ""."""
        everywhere = self.names["", text] / max(self.records, 1)
        if not nationality:
            return max(everywhere, _LEAST)
        inside = self.names[nationality, text] + _BORROWED * everywhere
        return max(inside / (self.nationalities[nationality] + _BORROWED), _LEAST)

    def of_year(self, year: int) -> float:
        known = sum(self.years.values()) or 1
        return max(self.years[year] / known, 1 / (known + 60))

    def of_nationality(self, code: str) -> float:
        known = self.records - self.nationalities[""]
        return max(self.nationalities[code] / max(known, 1), _LEAST)


# How many days share the level's u, which is otherwise that of the year.
YEARS_AGREE = {
    Date.SAME: _DAYS,
    Date.SWAPPED: _DAYS,
    Date.MONTH: 12,
    Date.SAME_DEFAULT: 1,
    Date.YEAR_ONLY: 1,
}
# Where m and u of dates of birth stand.
_BIRTHS = {known: f"birth_{known.lower()}" for known in Known}
PLAIN_TOPICS = ("alias", "sex", "birth_country", "birth_place", "phone", "v_number")
plain_levels = attrgetter(*PLAIN_TOPICS)


@dataclass(frozen=True)
class Scorer:
    """Weighs comparisons of records whose frequencies are known."""

    parameters: Parameters
    frequencies: Frequencies

    @cached_property
    def prior(self) -> float:
        """Bits in favour of two arbitrary records being one person."""
        n = max(self.frequencies.records, 2)
        return log2(2 * self.parameters.pairs_per_record / (n - 1))

    def parts(self, one: Record, other: Record, found: Comparison) -> dict[str, float]:
        """Bits per topic, for or against; they add up to the weight. Topics not known give 0."""
        inside, told = self._inside(one, other, found)
        weights = {
            "given": self._name(key_of("given", found), found.given, found.shared_given, inside),
            "last": self._name(key_of("last", found), found.last, found.shared_last, inside),
            "order": self.parameters.order[found.crossed],
            "birth": self._birth(one, other, found),
            "nationality": told,
        }
        if found.looks_like_twins:
            weights["twins"] = TWINS
        for topic, table, level in zip(
            PLAIN_TOPICS, self.parameters.plain, plain_levels(found), strict=True
        ):
            if level != "NOT_KNOWN":
                weights[topic] = table[level]
        return weights

    def weight(self, one: Record, other: Record, found: Comparison) -> float:
        """Bits in favour of one person, prior included."""
        return self.prior + sum(self.parts(one, other, found).values())

    def _name(self, topic: str, level: Name, shared: Sequence[str], nationality: str) -> float:
        if level == Name.NOT_KNOWN:
            return 0.0
        if not shared:
            return self.parameters.bits[topic].get(level, 0.0)
        marked = [f"~{text}" for text in shared] if level == Name.SOUND else shared
        rare = sorted([self.frequencies.of_name(text, nationality) for text in marked])
        told = bits(self.parameters.m[topic].get(level, _UNSEEN), rare[0])
        return told - FURTHER_PART * sum(log2(share) for share in rare[1:])

    def _birth(self, one: Record, other: Record, found: Comparison) -> float:
        level = found.birth
        if level == Date.NOT_KNOWN:
            return 0.0
        topic = _BIRTHS[found.known]
        if level not in YEARS_AGREE:
            return self.parameters.bits[topic].get(level, 0.0)
        year = one.birth.year or other.birth.year or one.claimed_year
        u = self.frequencies.of_year(year) / YEARS_AGREE[level]
        return bits(self.parameters.m[topic].get(level, _UNSEEN), u)

    def _inside(self, one: Record, other: Record, found: Comparison) -> tuple[str, float]:
        """The nationality within which names are weighed, and the bits for the nationality itself."""
        m, u = self.parameters.m["nationality"], self.parameters.u["nationality"]
        if found.nationality == Plain.OTHER:
            return "", bits(m["OTHER"], u["OTHER"])
        inside = origin(one) or origin(other)
        rare = self.frequencies.of_nationality(inside) if inside else 1.0
        if found.nationality == Plain.SAME:
            return inside, bits(m["SAME"], rare)
        # Names that agree say the nationality that is not known: it is no chance any more.
        return (inside, -log2(rare)) if found.shared_given or found.shared_last else ("", 0.0)


def probability(weight: float) -> float:
    """Bits → a number between 0 and 1."""
    return 1 / (1 + exp2(-max(min(weight, 60), -60)))


def bits(m: float, u: float) -> float:
    """What seeing a level is worth: its share among true pairs against its share by chance."""
    return log2(min(max(m, _LEAST), _MOST) / min(max(u, _LEAST), _MOST))


TOPICS = ("given", "last", "birth", "nationality", *PLAIN_TOPICS)


def key_of(topic: str, found: Comparison) -> str:
    """Where m and u of a topic stand: what a level says depends on how much there was to agree on."""
    if topic == "birth":
        return _BIRTHS[found.known]
    if topic == "given":
        return "given_several" if found.several_given else topic
    return "last_several" if topic == "last" and found.several_last else topic


def shares(found: Sequence[Comparison], smoothing: Mapping[str, Mapping[str, float]]) -> Levels:
    """Key → level → share among comparisons where the topic is known, filled up by `smoothing`."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        for topic in TOPICS:
            level = str(getattr(one, topic))
            if level != "NOT_KNOWN":
                counts[key_of(topic, one)][level] += 1
    return {
        key: {
            level: (counts[key][level] + share)
            / (counts[key].total() + sum(smoothing[key].values()))
            for level, share in smoothing[key].items()
        }
        for key in smoothing
    }
