"""How many pairs of names and dates agree, at once: the same levels as `comparison`, in columns."""

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from schakel.methods.linkage.columns import Columns, Ints, Names
from schakel.methods.linkage.comparison import CLOSE, NEAR, Date, Known, Name

NAMES, DATES, KNOWN = list(Name), list(Date), list(Known)
N = {level: place for place, level in enumerate(NAMES)}
D = {level: place for place, level in enumerate(DATES)}
K = {level: place for place, level in enumerate(KNOWN)}


@dataclass(frozen=True)
class Agreement:
    """Of distinct pairs of names: the level, and (pair, item) of what it rests on.

    An item is the number of a token, or minus one minus the number of a sound. `place`: for each pair
    that was asked, which of the distinct ones it is.
    """

    level: Ints
    owner: Ints
    item: Ints
    place: Ints


def agree(names: Names, one: Ints, other: Ints) -> Agreement:
    """How names (their numbers) agree pair by pair; each distinct pair is looked at once."""
    count = len(names.lists.count)
    code = np.minimum(one, other) * count + np.maximum(one, other)
    distinct, place = np.unique(code, return_inverse=True)
    one, other = distinct // count, distinct % count
    level = np.full(len(distinct), N[Name.OTHER])
    parts = _Parts(names, one, other)
    ours, theirs = names.lists.count[one], names.lists.count[other]
    alike = parts.first == parts.second
    shared = alike & names.long[parts.first]
    has_shared, common = parts.any(shared), parts.sum(alike)
    sounds = names.sounds[parts.first] == names.sounds[parts.second]
    sounds &= names.sounds_long[parts.first]
    roots = names.roots[parts.first]
    forms = (roots > 0) & (roots == names.roots[parts.second])
    has_sound, has_form = parts.any(sounds), parts.any(forms)
    left = np.flatnonzero((ours > 0) & (theirs > 0) & ~has_shared & ~has_sound & ~has_form)
    level[left] = _by_letters(names, one[left], other[left])
    level[has_form] = N[Name.FORM]
    level[has_sound] = N[Name.SOUND]
    whole = np.where(common == np.minimum(ours, theirs), N[Name.SHORTER], N[Name.PART])
    whole[(common == ours) & (common == theirs)] = N[Name.SAME]
    level[has_shared] = whole[has_shared]
    level[(ours == 0) | (theirs == 0)] = N[Name.NOT_KNOWN]
    owner, item = _resting_on(names, parts, shared, sounds & ~has_shared[parts.owner])
    return Agreement(level, owner, item, place)


class _Parts:
    """Every part of one name with every part of the other."""

    def __init__(self, names: Names, one: Ints, other: Ints) -> None:
        self._size = len(one)
        ours, theirs = names.lists.count[one], names.lists.count[other]
        self.owner = np.repeat(np.arange(len(one)), ours * theirs)
        first = np.cumsum(ours * theirs) - ours * theirs
        step = np.arange(len(self.owner)) - first[self.owner]
        wide = theirs[self.owner]
        self.first = names.lists.flat[names.lists.start[one][self.owner] + step // wide]
        self.second = names.lists.flat[names.lists.start[other][self.owner] + step % wide]

    def sum(self, marked: np.ndarray) -> Ints:
        return np.bincount(self.owner[marked], minlength=self._size)

    def any(self, marked: np.ndarray) -> np.ndarray:
        return self.sum(marked) > 0


def _resting_on(
    names: Names, parts: _Parts, shared: np.ndarray, sounds: np.ndarray
) -> tuple[Ints, Ints]:
    owner = np.concatenate([parts.owner[shared], parts.owner[sounds]])
    item = np.concatenate([parts.first[shared], -1 - names.sounds[parts.first[sounds]]])
    order = np.lexsort((item, owner))
    owner, item = owner[order], item[order]
    fresh = np.ones(len(owner), dtype=bool)
    fresh[1:] = (owner[1:] != owner[:-1]) | (item[1:] != item[:-1])
    return owner[fresh], item[fresh]


def _by_letters(names: Names, one: Ints, other: Ints) -> Ints:
    parts = _Parts(names, one, other)
    likeness = _likeness(names.texts, parts.first, parts.second)
    best = np.zeros(len(one))
    np.maximum.at(best, parts.owner, likeness)
    several = names.lists.count[one] + names.lists.count[other] > 2
    again = np.flatnonzero((best < CLOSE) & several)
    glued = _likeness(names.glued, one[again], other[again])
    best[again] = np.maximum(best[again], glued)
    letters = names.first_letters
    initial = ~(names.long[parts.first] & names.long[parts.second])
    initial &= letters[parts.first] == letters[parts.second]
    level = np.where(best >= NEAR, N[Name.NEAR], N[Name.OTHER])
    level[parts.any(initial)] = N[Name.INITIAL]
    level[best >= CLOSE] = N[Name.CLOSE]
    return level


def _likeness(words: np.ndarray, one: Ints, other: Ints) -> np.ndarray:
    """Jaro-Winkler of words pair by pair, 0 where it is below NEAR; each distinct pair once."""
    code = np.minimum(one, other) * len(words) + np.maximum(one, other)
    distinct, place = np.unique(code, return_inverse=True)
    found = cpdist(
        words[distinct // max(len(words), 1)].tolist(),
        words[distinct % max(len(words), 1)].tolist(),
        scorer=JaroWinkler.similarity,
        score_cutoff=NEAR,
        dtype=np.float64,
    )
    return found[place]


def agree_births(columns: Columns, one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """(level of dates of birth, how well they are known) pair by pair."""
    years = columns.any_year[one], columns.any_year[other]
    gap = np.abs(years[0] - years[1])
    known = (years[0] != 0) & (years[1] != 0)
    real = columns.real[one] & columns.real[other]
    default = columns.default[one] & columns.default[other]
    month, day = columns.month, columns.day
    level = _by_year(gap)
    rough = columns.default[one] | columns.default[other] | (month[one] == 0) | (month[other] == 0)
    within = np.where(rough, D[Date.YEAR_ONLY], D[Date.SAME_YEAR])
    within[~rough & (month[one] == month[other]) & ~real] = D[Date.MONTH]
    level = np.where(gap == 0, within, level)
    level[default & (gap == 0)] = D[Date.SAME_DEFAULT]
    date = (month[one] == month[other]) & (day[one] == day[other])
    swapped = (month[one] == day[other]) & (day[one] == month[other]) & (gap == 0)
    level[real & ((gap == 7) | (gap == 8))] = D[Date.ETHIOPIAN]
    level[real & date] = D[Date.SAME_DAY]
    level[real & _one_slip(columns, one, other, real)] = D[Date.EDIT]
    level[real & swapped] = D[Date.SWAPPED]
    level[real & date & (gap == 0)] = D[Date.SAME]
    level[~known] = D[Date.NOT_KNOWN]
    age = (columns.year[one] == 0) | (columns.year[other] == 0)
    kind = np.where(real, K[Known.DAY], np.where(default, K[Known.DEFAULT], K[Known.ROUGH]))
    kind[age] = K[Known.AGE]
    kind[~known] = K[Known.NOT_KNOWN]
    return level, kind


def _by_year(gap: Ints) -> Ints:
    level = np.full(len(gap), D[Date.OTHER])
    for limit, found in ((8, Date.SOME_YEARS), (4, Date.FEW_YEARS), (1, Date.ONE_YEAR)):
        level[gap <= limit] = D[found]
    return level


# What two dates, as numbers, differ by after one slip; others do, too, so that the digits have the last word.
_SLIPS = np.unique(
    [digit * 10**place * by for digit in range(1, 10) for place in range(8) for by in (1, 9)]
)


def _one_slip(columns: Columns, one: Ints, other: Ints, real: np.ndarray) -> np.ndarray:
    """One digit differs, or two neighbours are exchanged."""
    number = columns.year * 10_000 + columns.month * 100 + columns.day
    apart = np.abs(number[one] - number[other])
    nearest = np.minimum(np.searchsorted(_SLIPS, apart), len(_SLIPS) - 1)
    place = np.flatnonzero(real & (_SLIPS[nearest] == apart))
    tens = 10 ** np.arange(7, -1, -1)
    ours = number[one[place], None] // tens % 10
    theirs = number[other[place], None] // tens % 10
    differ = ours != theirs
    count = differ.sum(axis=1)
    exchanged = differ[:, :-1] & differ[:, 1:]
    exchanged &= (ours[:, :-1] == theirs[:, 1:]) & (ours[:, 1:] == theirs[:, :-1])
    found = np.zeros(len(one), dtype=bool)
    found[place] = (count == 1) | ((count == 2) & exchanged.any(axis=1))
    return found
