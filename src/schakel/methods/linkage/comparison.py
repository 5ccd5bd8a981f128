"""How two records agree: one level per topic, in words that a reviewer understands."""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from schakel.methods.linkage.names import Tokens
from schakel.methods.linkage.records import Birth, Record

CLOSE, NEAR = 0.88, 0.80


class Name(StrEnum):
    """How two names agree, best first."""

    SAME = "SAME"  # all parts
    SHORTER = "SHORTER"  # all parts of the shorter one
    PART = "PART"  # at least one part, and each has parts that the other lacks
    SOUND = "SOUND"
    FORM = "FORM"  # forms of one name: Kasia and Katarzyna
    CLOSE = "CLOSE"  # a slip of the pen
    INITIAL = "INITIAL"
    NEAR = "NEAR"
    OTHER = "OTHER"
    NOT_KNOWN = "NOT_KNOWN"


class Date(StrEnum):
    """How two dates of birth agree, best first."""

    SAME = "SAME"
    SAME_DEFAULT = "SAME_DEFAULT"  # both 1 January of one year: that says the year only
    SWAPPED = "SWAPPED"  # day and month
    EDIT = "EDIT"  # one digit, or two neighbours exchanged
    SAME_DAY = "SAME_DAY"  # day and month agree, the year does not
    ETHIOPIAN = "ETHIOPIAN"  # seven or eight years apart, as the two calendars are
    MONTH = "MONTH"  # year and month agree, and no more is known
    YEAR_ONLY = "YEAR_ONLY"  # the year agrees; the rest is not known or 1 January
    SAME_YEAR = "SAME_YEAR"  # the year agrees, the rest does not
    ONE_YEAR = "ONE_YEAR"
    FEW_YEARS = "FEW_YEARS"  # at most four
    SOME_YEARS = "SOME_YEARS"  # at most eight
    OTHER = "OTHER"
    NOT_KNOWN = "NOT_KNOWN"


class Known(StrEnum):
    """How well two dates of birth are known: what agreement and difference say depends on it."""

    DAY = "DAY"  # both real dates
    DEFAULT = "DEFAULT"  # both 1 January
    ROUGH = "ROUGH"  # one of them less than a real date
    AGE = "AGE"  # one of them an age that somebody stated
    NOT_KNOWN = "NOT_KNOWN"


class Country(StrEnum):
    """How two countries of birth agree."""

    HOME = "HOME"  # the same, and that of a nationality
    ABROAD = "ABROAD"  # the same, and of neither nationality: few have that
    OTHER = "OTHER"
    NOT_KNOWN = "NOT_KNOWN"


class Plain(StrEnum):
    """Same or not."""

    SAME = "SAME"
    OTHER = "OTHER"
    NOT_KNOWN = "NOT_KNOWN"


class Comparison(NamedTuple):
    """How two records agree. `shared_…` are the parts or sounds that the level rests on.

    `several_…`: one of the two names has more parts than one. `origin` stands in for a nationality that is
    not known: the country of birth.
    """

    given: Name
    last: Name
    crossed: bool  # one's given name is the other's surname
    alias: Name
    birth: Date
    known: Known
    sex: Plain
    nationality: Plain
    birth_country: Country
    birth_place: Plain
    phone: Plain
    v_number: Plain
    shared_given: tuple[str, ...] = ()
    shared_last: tuple[str, ...] = ()
    several_given: bool = False
    several_last: bool = False

    @property
    def _one_name_only(self) -> bool:
        """One name agrees and the other does not; crossed, nobody knows which of them is the given name."""
        if self.crossed:
            return self.last == Name.OTHER
        return self.given == Name.OTHER and self.last in FAMILY

    @property
    def looks_like_twins(self) -> bool:
        """Surname and date of birth agree, and the given names do not at all."""
        return self.birth in (Date.SAME, Date.SAME_DEFAULT) and self._one_name_only

    @property
    def may_be_twins(self) -> bool:
        """Nothing in the given names agrees, and no number does either: never without a person."""
        lowest = self.last if self.crossed else self.given
        return lowest not in AGREEING and self.v_number != Plain.SAME


FAMILY = frozenset((Name.SAME, Name.SHORTER, Name.PART, Name.SOUND, Name.CLOSE))
AGREEING = FAMILY | {Name.FORM}
SHARING = frozenset((Name.SAME, Name.SHORTER, Name.PART))
# The order of `Name` is the order of worth.
WORTH = {level: len(Name) - place for place, level in enumerate(Name)}
WORTH[Name.NOT_KNOWN] = WORTH[Name.OTHER] + 1
# No exchange of names can agree better by more than the two points that it takes.
CLEARLY_STRAIGHT = 2 * WORTH[Name.SAME] - 2
_CLOSE_AT_BEST = WORTH[Name.CLOSE]


def compare(one: Record, other: Record) -> Comparison:
    """Symmetric: who comes first makes no difference."""
    crossed, given, last = _names(one, other)
    return Comparison(
        given=given.level,
        last=last.level,
        crossed=crossed,
        alias=_alias(one, other),
        birth=compare_births(one, other),
        known=known(one, other),
        sex=_plain(one.sex, other.sex),
        nationality=_plain(origin(one), origin(other)),
        birth_country=_countries(one, other),
        birth_place=_plain(one.birth_place, other.birth_place),
        phone=_plain(one.phone, other.phone),
        v_number=_plain(one.v_number, other.v_number),
        shared_given=given.shared,
        shared_last=last.shared,
        several_given=given.several,
        several_last=last.several,
    )


def origin(record: Record) -> str:
    """The nationality; the country of birth where that is not known."""
    return record.nationality or record.birth_country


class Compared(NamedTuple):
    """Two names: how they agree, what that rests on, and whether one has several parts."""

    level: Name
    shared: tuple[str, ...] = ()
    several: bool = False


_UNKNOWN = Compared(Name.NOT_KNOWN)
# Levels that rest on no part: made once.
_BARE = {
    (level, several): Compared(level, (), several) for level in Name for several in (False, True)
}


def _names(one: Record, other: Record) -> tuple[bool, Compared, Compared]:
    """Straight, or crossed where that agrees clearly better."""
    ours, theirs = (
        (_facets(one.given), _facets(one.last)),
        (
            _facets(other.given),
            _facets(other.last),
        ),
    )
    given, last = _held(ours[0], theirs[0]), _held(ours[1], theirs[1])
    worth = WORTH[given.level] + WORTH[last.level]
    if worth >= CLEARLY_STRAIGHT or worth + 2 >= _at_best(ours[0], theirs[1]) + _at_best(
        ours[1], theirs[0]
    ):
        return False, *_regrouped(one, other, given, last)
    cross = _held(ours[0], theirs[1]), _held(ours[1], theirs[0])
    if WORTH[cross[0].level] + WORTH[cross[1].level] <= worth + 2:
        return False, *_regrouped(one, other, given, last)
    # Whose given name it is cannot be said any more: the better half counts as the given name.
    first, second = sorted(cross, key=lambda found: (-WORTH[found.level], found.shared))
    return True, first, second


def _regrouped(
    one: Record, other: Record, given: Compared, last: Compared
) -> tuple[Compared, Compared]:
    """The same parts, of which one report takes some for given names and the other for surnames."""
    if given.level not in SHARING or last.level not in SHARING:
        return given, last
    if given.level == last.level == Name.SAME:
        return given, last
    ours, theirs = ({token.text for token in record.all_tokens} for record in (one, other))
    if ours != theirs:
        return given, last
    moved = tuple(sorted(ours - set(given.shared) - set(last.shared)))
    return (
        Compared(Name.SAME, given.shared, given.several),
        Compared(Name.SAME, last.shared + moved, last.several),
    )


class _Facets(NamedTuple):
    """What of one name is held against another: texts, and those and sounds of more than one letter."""

    parts: int
    texts: frozenset[str]
    long: frozenset[str]
    sounds: frozenset[str]
    roots: frozenset[str]
    glued: str
    initials: bool


@lru_cache(maxsize=100_000)
def _facets(name: Tokens) -> _Facets:
    texts = frozenset(token.text for token in name)
    return _Facets(
        parts=len(name),
        texts=texts,
        long=frozenset(text for text in texts if len(text) > 1),
        sounds=frozenset(token.sound for token in name if len(token.sound) > 1),
        roots=frozenset(token.root for token in name if token.root),
        glued="".join(sorted(token.text for token in name)),
        initials=any(token.is_initial for token in name),
    )


def compare_names(one: Tokens, other: Tokens) -> Compared:
    """The best level that two names reach, and what it rests on (parts; sounds for SOUND)."""
    return _held(_facets(one), _facets(other))


@lru_cache(maxsize=200_000)
def _held(ours: _Facets, theirs: _Facets) -> Compared:
    if not ours.parts or not theirs.parts:
        return _UNKNOWN
    several = ours.parts + theirs.parts > 2
    if shared := ours.long & theirs.long:
        return Compared(_whole(ours.texts, theirs.texts), tuple(sorted(shared)), several)
    if sounds := ours.sounds & theirs.sounds:
        return Compared(Name.SOUND, tuple(sorted(sounds)), several)
    if ours.roots & theirs.roots:
        return _BARE[Name.FORM, several]
    return _BARE[_by_letters(ours, theirs, several), several]


def _at_best(ours: _Facets, theirs: _Facets) -> int:
    """What two names can be worth at most, without a look at their letters."""
    if ours.sounds.isdisjoint(theirs.sounds) and ours.long.isdisjoint(theirs.long):
        return _CLOSE_AT_BEST if ours.roots.isdisjoint(theirs.roots) else WORTH[Name.FORM]
    return WORTH[Name.SAME]


def _whole(ours: frozenset[str], theirs: frozenset[str]) -> Name:
    if ours == theirs:
        return Name.SAME
    return Name.SHORTER if ours <= theirs or theirs <= ours else Name.PART


def _by_letters(one: _Facets, other: _Facets, several: bool) -> Name:
    best = max([_likeness(a, b) for a in one.texts for b in other.texts])
    if several and best < CLOSE:
        # Parts written together in one report and apart in the other.
        best = max(best, _likeness(one.glued, other.glued))
    if best >= CLOSE:
        return Name.CLOSE
    if (one.initials or other.initials) and _initial(one, other):
        return Name.INITIAL
    return Name.NEAR if best >= NEAR else Name.OTHER


def _initial(one: _Facets, other: _Facets) -> bool:
    """Some part of one begins with a part of the other that is one letter."""
    return any(
        name.startswith(short)
        for mine, theirs in ((one, other), (other, one))
        for short in mine.texts - mine.long
        for name in theirs.texts
    )


def _likeness(one: str, other: str) -> float:
    return JaroWinkler.similarity(one, other, score_cutoff=NEAR)


def _alias(one: Record, other: Record) -> Name:
    """An alias against whatever name the other gives; the better of both ways."""
    if not one.alias and not other.alias:
        return Name.NOT_KNOWN
    ways = [
        compare_names(mine.alias, _called(theirs)).level
        for mine, theirs in ((one, other), (other, one))
        if mine.alias
    ]
    return max(ways, key=lambda level: WORTH[level])


def _called(record: Record) -> Tokens:
    """Whatever name the record gives, each part once."""
    return tuple(dict.fromkeys(record.alias + record.all_tokens))


def _plain(one: str, other: str) -> Plain:
    if not one or not other:
        return Plain.NOT_KNOWN
    return Plain.SAME if one == other else Plain.OTHER


def compare_births(one: Record, other: Record) -> Date:
    """Dates where both are known; a claimed age stands in for its year."""
    first, second = one.birth, other.birth
    years = (first.year or one.claimed_year, second.year or other.claimed_year)
    if not all(years):
        return Date.NOT_KNOWN
    gap = abs(years[0] - years[1])
    if first.real and second.real:
        found = _real(first, second, gap)
        if found is not None:
            return found
    elif gap == 0 and first.default and second.default:
        return Date.SAME_DEFAULT
    return _by_year(first, second, gap)


def _real(one: Birth, other: Birth, gap: int) -> Date | None:
    """What two real dates can show; None where only the years speak."""
    if one == other:
        return Date.SAME
    if gap == 0 and (one.month, one.day) == (other.day, other.month):
        return Date.SWAPPED
    if DamerauLevenshtein.distance(_digits(one), _digits(other)) == 1:
        return Date.EDIT
    if (one.month, one.day) == (other.month, other.day):
        return Date.SAME_DAY
    return Date.ETHIOPIAN if gap in (7, 8) else None


@lru_cache(maxsize=100_000)
def _digits(birth: Birth) -> str:
    return f"{birth.year}{birth.month:02}{birth.day:02}"


def _by_year(one: Birth, other: Birth, gap: int) -> Date:
    if gap == 0:
        return _within_year(one, other)
    if gap > 4:
        return Date.SOME_YEARS if gap <= 8 else Date.OTHER
    return Date.ONE_YEAR if gap == 1 else Date.FEW_YEARS


def _within_year(one: Birth, other: Birth) -> Date:
    if one.default or other.default or not (one.month and other.month):
        return Date.YEAR_ONLY
    if one.month != other.month or (one.real and other.real):
        return Date.SAME_YEAR
    return Date.MONTH


def known(one: Record, other: Record) -> Known:
    """How well both dates are known."""
    first, second = one.birth, other.birth
    if not (first.year or one.claimed_year) or not (second.year or other.claimed_year):
        return Known.NOT_KNOWN
    if not first.year or not second.year:
        return Known.AGE
    if first.real and second.real:
        return Known.DAY
    return Known.DEFAULT if first.default and second.default else Known.ROUGH


def _countries(one: Record, other: Record) -> Country:
    if not one.birth_country or not other.birth_country:
        return Country.NOT_KNOWN
    if one.birth_country != other.birth_country:
        return Country.OTHER
    homes = {one.nationality, other.nationality} - {""}
    return Country.HOME if not homes or one.birth_country in homes else Country.ABROAD
