"""Which reports may belong with a record: keys in the database, then scores; the online path.

One question for the keys, one for the frequencies and one for the records, however many reports there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from django.db import connection

from schakel.methods.linkage.comparison import Comparison, compare
from schakel.methods.linkage.keys import keys_of
from schakel.methods.linkage.linking import REVIEW
from schakel.methods.linkage.model import Parameters, Scorer, probability
from schakel.methods.linkage.records import Record
from schakel.register.linkage.frequencies import frequencies_for
from schakel.register.linkage.models import LinkKey, LinkRecord
from schakel.register.linkage.standardising import hashed, unpack

# A key that more reports share says too little; the other keys cover its pairs (measured).
LARGEST_BLOCK = 3000
# So many candidates are opened and compared, those with the rarest shared keys first. Among 100,000 invented
# reports the first 20 held 376 of 378 true pairs that score at all, and the first 30 all of them.
MOST = 30
_KEYS_AT_ONCE = 200
_ROWS_AT_ONCE = 5000

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
    chosen = rarest_first(found)
    others = load([pk for pk in chosen if pk not in passed])
    return score(record, others, scorer_for([(record, others)], parameters), least)


def blocks(keys: Collection[int], largest: int = LARGEST_BLOCK) -> Blocks:
    """Key → the reports that have it, for keys that at most `largest` reports share."""
    wanted, found = list(dict.fromkeys(keys)), defaultdict(list)
    for start in range(0, len(wanted), _KEYS_AT_ONCE):
        for key, report in _rows(wanted[start : start + _KEYS_AT_ONCE], largest + 1):
            found[key].append(report)
    return {key: reports for key, reports in found.items() if len(reports) <= largest}


def _rows(keys: Sequence[int], most: int) -> list[tuple[int, int]]:
    """(key, report) in one question that reads no more than `most` rows of each key."""
    if not keys:
        return []
    table = connection.ops.quote_name(LinkKey._meta.db_table)
    one = f"SELECT * FROM (SELECT key, report_id FROM {table} WHERE key = %s LIMIT {most}) AS b{{}}"  # noqa: S608 -- our own table
    question = " UNION ALL ".join(one.format(place) for place in range(len(keys)))
    with connection.cursor() as cursor:
        cursor.execute(question, list(keys))
        return cursor.fetchall()


def rarest_first(found: Blocks, own: int | None = None, most: int = MOST) -> list[int]:
    """The reports of these blocks but `own`, by how little their shared keys occur, at most so many."""
    worth: dict[int, float] = defaultdict(float)
    for reports in found.values():
        bits = log2(2 * LARGEST_BLOCK / len(reports))
        for report in reports:
            worth[report] += bits
    worth.pop(own or 0, None)
    if len(worth) <= most:
        return list(worth)
    return sorted(worth, key=lambda report: (-worth[report], report))[:most]


def load(reports: Collection[int]) -> list[Record]:
    """The kept records of these reports that say something."""
    wanted, found = list(reports), []
    for start in range(0, len(wanted), _ROWS_AT_ONCE):
        rows = LinkRecord.objects.filter(report__in=wanted[start : start + _ROWS_AT_ONCE])
        found += [
            unpack(pk, packed) for pk, packed in rows.values_list("report", "packed") if packed
        ]
    return found


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
