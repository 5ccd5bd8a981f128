"""Which reports may belong with a record: keys in the database, then scores; the online path.

One question for the keys, one for the frequencies and one for the records, however many reports there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log2

from django.db import connection

from schakel.foundation.vault.reading import rows_of
from schakel.methods.linkage.comparison import Comparison, compare
from schakel.methods.linkage.keys import keys_of
from schakel.methods.linkage.linking import REVIEW
from schakel.methods.linkage.model import Parameters, Scorer, probability
from schakel.methods.linkage.records import Record
from schakel.register.linkage.frequencies import frequencies_for
from schakel.register.linkage.models import LinkKey, LinkRecord
from schakel.register.linkage.standardising import hashed, unpack

# A key that more reports share says too little; the other keys cover its pairs. Measured: among a million
# invented reports 961 of 1,040 new ones met their person, and 960 with keys that up to 3,000 share.
LARGEST_BLOCK = 1000
# So many candidates are opened and compared, those with the rarest shared keys first. Among 100,000 invented
# reports the first 20 held 376 of 378 true pairs that score at all, and the first 30 all of them.
MOST = 30
# A key that more reports share is counted only for whom it can still bring among the first.
_COMMON = 100
_KEYS_AT_ONCE = 200

Blocks = Mapping[int, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Near:
    """A report that may be about the same person as a record, with its score and how both agree."""

    report: int
    score: float
    comparison: Comparison
    record: Record


def near(
    record: Record, parameters: Parameters, *, least: float = REVIEW, without: Iterable[int] = ()
) -> list[Near]:
    """Reports that may be about the same person as `record`, the most probable first."""
    found = blocks(hashed(keys_of(record)))
    passed = set(without)
    others = load([pk for pk in rarest_first(found) if pk not in passed])
    return score(record, others, scorer_for([(record, others)], parameters), least)


def blocks(keys: Collection[int], largest: int = LARGEST_BLOCK) -> Blocks:
    """Key → the reports that have it, for keys that at most `largest` reports share."""
    found: dict[int, list[int]] = defaultdict(list)
    for key, report in rows(keys, largest + 1):
        found[key].append(report)
    return {key: reports for key, reports in found.items() if len(reports) <= largest}


def rows(keys: Collection[int], most: int) -> list[tuple[int, int]]:
    """(key, report) of these keys; no more than `most` rows of each are read."""
    wanted, found = list(dict.fromkeys(keys)), []
    table = connection.ops.quote_name(LinkKey._meta.db_table)
    one = f"SELECT * FROM (SELECT key, report_id FROM {table} WHERE key = %s LIMIT {most}) AS b{{}}"  # noqa: S608 -- our own table
    for start in range(0, len(wanted), _KEYS_AT_ONCE):
        piece = wanted[start : start + _KEYS_AT_ONCE]
        question = " UNION ALL ".join(one.format(place) for place in range(len(piece)))
        with connection.cursor() as cursor:
            cursor.execute(question, piece)
            found += cursor.fetchall()
    return found


def rarest_first(found: Blocks, own: int | None = None, most: int = MOST) -> list[int]:
    """The reports of these blocks but `own`, by how little their shared keys occur, at most so many."""
    worth: dict[int, float] = defaultdict(float)
    left = sum(_bits(reports) for reports in found.values())
    for reports in sorted(found.values(), key=len):
        bits = _bits(reports)
        # Who shares nothing but what is left, the common keys, cannot come among the first any more.
        settled = len(reports) > _COMMON and _last(worth, most + 1) > left
        for report in worth.keys() & reports if settled else reports:
            worth[report] += bits
        left -= bits
    worth.pop(own or 0, None)
    last = _last(worth, most)
    first = [report for report, bits in worth.items() if bits >= last]
    return sorted(first, key=lambda report: (-worth[report], report))[:most]


def _bits(reports: Sequence[int]) -> float:
    """What it says to share a key with these; rounded so that it adds up alike in any order."""
    return round(1024 * log2(2 * LARGEST_BLOCK / len(reports))) / 1024


def _last(worth: Mapping[int, float], most: int) -> float:
    """What the last of so many of the best is worth; 0 where there are fewer."""
    return nlargest(most, worth.values())[-1] if len(worth) >= most else 0.0


def load(reports: Collection[int]) -> list[Record]:
    """The kept records of these reports that say something."""
    rows = rows_of(LinkRecord, ("report", "packed"), "report", reports)
    return [unpack(pk, packed) for pk, packed in rows if packed]


def score(record: Record, others: Iterable[Record], scorer: Scorer, least: float) -> list[Near]:
    """Those of `others` with at least such a score, the most probable first."""
    found = []
    for other in others:
        compared = compare(record, other)
        value = round(probability(scorer.weight(record, other, compared)), 6)
        if value >= least:
            found.append(Near(int(other.id), value, compared, other))
    return sorted(found, key=lambda one: (-one.score, one.report))


def scorer_for(
    pairs: Iterable[tuple[Record, Collection[Record]]], parameters: Parameters
) -> Scorer:
    """Weighs each of these records against its others."""
    return Scorer(parameters, frequencies_for(pairs))
