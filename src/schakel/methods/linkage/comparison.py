"""How two records agree: one level per topic, in words that a reviewer understands."""

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from schakel.methods.linkage.names import Token, Tokens
from schakel.methods.linkage.records import Birth, Record

CLOSE, NEAR = 0.88, 0.80


class Name(StrEnum):
    """How two names agree, best first."""

    SAME = "SAME"  # all parts
    PART = "PART"  # at least one part
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
    YEAR_ONLY = "YEAR_ONLY"  # the year agrees; the rest is not known or 1 January
    SAME_YEAR = "SAME_YEAR"  # the year agrees, the rest does not
    ONE_YEAR = "ONE_YEAR"
    FEW_YEARS = "FEW_YEARS"  # at most four
    SOME_YEARS = "SOME_YEARS"  # at most eight
    OTHER = "OTHER"
    NOT_KNOWN = "NOT_KNOWN"


class Plain(StrEnum):
    """Same or not."""

    SAME = "SAME"
    OTHER = "OTHER"
    NOT_KNOWN = "NOT_KNOWN"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two records agree. `shared_…` are the parts or sounds that the level rests on."""

    given: Name
    last: Name
    crossed: bool  # one's given name is the other's surname
    alias: Name
    birth: Date
    sex: Plain
    nationality: Plain
    birth_place: Plain
    phone: Plain
    v_number: Plain
    shared_given: tuple[str, ...] = ()
    shared_last: tuple[str, ...] = ()

    @property
    def looks_like_twins(self) -> bool:
        """Surname and date of birth agree, and the given names do not at all."""
        family = self.last in (Name.SAME, Name.PART, Name.SOUND, Name.CLOSE)
        born = self.birth in (Date.SAME, Date.SAME_DEFAULT)
        return family and born and self.given == Name.OTHER

    @property
    def may_be_twins(self) -> bool:
        """Nothing in the given names agrees, and no number does either: never without a person."""
        differ = self.given not in (Name.SAME, Name.PART, Name.SOUND, Name.FORM, Name.CLOSE)
        return differ and self.v_number != Plain.SAME


# The order of `Name` is the order of worth.
_WORTH = {level: len(Name) - place for place, level in enumerate(Name)}
_WORTH[Name.NOT_KNOWN] = _WORTH[Name.OTHER] + 1
# No exchange of names can agree better by more than the two points that it takes.
_CLEARLY_STRAIGHT = 2 * _WORTH[Name.SAME] - 2


def compare(one: Record, other: Record) -> Comparison:
    """Symmetric: who comes first makes no difference."""
    crossed, given, last = _names(one, other)
    return Comparison(
        given=given[0],
        last=last[0],
        crossed=crossed,
        alias=_alias(one, other),
        birth=compare_births(one, other),
        sex=_plain(one.sex, other.sex),
        nationality=_plain(one.nationality, other.nationality),
        birth_place=_plain(one.birth_place, other.birth_place),
        phone=_plain(one.phone, other.phone),
        v_number=_plain(one.v_number, other.v_number),
        shared_given=given[1],
        shared_last=last[1],
    )


Compared = tuple[Name, tuple[str, ...]]


def _names(one: Record, other: Record) -> tuple[bool, Compared, Compared]:
    """Straight, or crossed where that agrees clearly better."""
    given, last = compare_names(one.given, other.given), compare_names(one.last, other.last)
    if _WORTH[given[0]] + _WORTH[last[0]] >= _CLEARLY_STRAIGHT:
        return False, given, last
    cross = compare_names(one.given, other.last), compare_names(one.last, other.given)
    straight_worth = _WORTH[given[0]] + _WORTH[last[0]]
    if sum(_WORTH[level] for level, _shared in cross) <= straight_worth + 2:
        return False, given, last
    # Whose given name it is cannot be said any more: the better half counts as the given name.
    first, second = sorted(cross, key=lambda found: (-_WORTH[found[0]], found[1]))
    return True, first, second


def compare_names(one: Tokens, other: Tokens) -> Compared:
    """The best level that two names reach, and what it rests on (parts; sounds for SOUND)."""
    if not one or not other:
        return Name.NOT_KNOWN, ()
    ours, theirs = {token.text for token in one}, {token.text for token in other}
    shared = tuple(sorted(text for text in ours & theirs if len(text) > 1))
    if shared:
        return (Name.SAME if ours == theirs else Name.PART), shared
    sounds = {token.sound for token in one} & {token.sound for token in other}
    sounds = {sound for sound in sounds if len(sound) > 1}
    if sounds:
        return Name.SOUND, tuple(sorted(sounds))
    if {token.root for token in one} & {token.root for token in other} - {""}:
        return Name.FORM, ()
    return _by_letters(one, other), ()


def _by_letters(one: Tokens, other: Tokens) -> Name:
    best = max(_likeness(a.text, b.text) for a in one for b in other)
    if best < CLOSE and len(one) + len(other) > 2:
        # Parts written together in one report and apart in the other.
        best = max(best, _likeness(_glued(one), _glued(other)))
    if best >= CLOSE:
        return Name.CLOSE
    if any(_is_initial_of(a, b) or _is_initial_of(b, a) for a in one for b in other):
        return Name.INITIAL
    return Name.NEAR if best >= NEAR else Name.OTHER


def _glued(name: Tokens) -> str:
    return "".join(sorted(token.text for token in name))


def _is_initial_of(short: Token, name: Token) -> bool:
    return short.is_initial and name.text.startswith(short.text)


def _likeness(one: str, other: str) -> float:
    return JaroWinkler.similarity(one, other, score_cutoff=NEAR)


def _alias(one: Record, other: Record) -> Name:
    """An alias against whatever name the other gives; the better of both ways."""
    ways = [
        compare_names(mine.alias, theirs.alias + theirs.all_tokens)[0]
        for mine, theirs in ((one, other), (other, one))
        if mine.alias
    ]
    return max(ways, key=lambda level: _WORTH[level], default=Name.NOT_KNOWN)


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
    if first.full and second.full and not (first.default and second.default):
        found = _full(first, second, gap)
        if found is not None:
            return found
    elif first.default and second.default and gap == 0:
        return Date.SAME_DEFAULT
    return _by_year(first, second, gap)


def _full(one: Birth, other: Birth, gap: int) -> Date | None:
    """What full dates of which at least one is real can show; None where only the years speak."""
    if one == other:
        return Date.SAME
    if one.default or other.default:
        return None
    if gap == 0 and (one.month, one.day) == (other.day, other.month):
        return Date.SWAPPED
    if DamerauLevenshtein.distance(_digits(one), _digits(other)) == 1:
        return Date.EDIT
    if (one.month, one.day) == (other.month, other.day):
        return Date.SAME_DAY
    return Date.ETHIOPIAN if gap in (7, 8) else None


def _digits(birth: Birth) -> str:
    return f"{birth.year}{birth.month:02}{birth.day:02}"


def _by_year(one: Birth, other: Birth, gap: int) -> Date:
    if gap == 0:
        return Date.SAME_YEAR if one.real and other.real else Date.YEAR_ONLY
    limits = ((1, Date.ONE_YEAR), (4, Date.FEW_YEARS), (8, Date.SOME_YEARS))
    return next((level for limit, level in limits if gap <= limit), Date.OTHER)
