"""Reports compared with all others in bulk, and what is probable kept as proposals.

What a person decided stands: a pair that was judged is not scored again, and a pair that was found not to be
one person is not offered again unless a correction says something else.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from schakel.methods.linkage.comparison import Comparison
from schakel.methods.linkage.keys import keys_of
from schakel.methods.linkage.linking import REVIEW
from schakel.methods.linkage.records import Record
from schakel.register.linkage.choices import ClusterStrength, ConstraintKind
from schakel.register.linkage.looking import (
    Near,
    blocks,
    load,
    rarest_first,
    score,
    scorer_for,
)
from schakel.register.linkage.modelling import model_in_use, parameters_of
from schakel.register.linkage.models import Constraint, LinkRecord, ModelVersion, Proposal
from schakel.register.linkage.settling import follow
from schakel.register.linkage.standardising import facts_of, hashed, pack
from schakel.register.linkage.succession import Succession
from schakel.register.linkage.unit_pairs import SCORES, TOPIC
from schakel.register.linkage.wording import Levels

Pair = tuple[int, int]
# What stands in `Proposal.levels`, in the order in which it is told.
TOPICS = (
    *("given", "last", "alias", "birth", "sex", "nationality"),
    *("birth_place", "phone", "v_number"),
)


def pair(one: int, other: int) -> Pair:
    """The report that was received first comes first."""
    return (one, other) if one < other else (other, one)


def levels_of(compared: Comparison, *records: Record) -> dict[str, str | bool]:
    """How two records agree, as names of levels only; topics that are not known are left out."""
    found: dict[str, str | bool] = {
        topic: str(level)
        for topic in TOPICS
        if (level := getattr(compared, topic, "NOT_KNOWN")) != "NOT_KNOWN"
    }
    if compared.crossed:
        found["crossed"] = True
    if compared.looks_like_twins:
        found["twins"] = True
    if any(record.birth.default for record in records):
        found["january"] = True
    return found


def compare_waiting(reports: Collection[int]) -> list[Pair]:
    """Compare the kept records of these reports with all others; gives the pairs worth a look.

    The number of questions grows with thousands of reports, not with each.
    """
    with transaction.atomic():
        records = load(reports)
        waiting = LinkRecord.objects.filter(report__in=list(reports))
        waiting.update(compared_at=timezone.now())
        if not records:
            return []
        version = model_in_use()
        found = _probable(records, version)
        if found:
            own = {int(record.id): record for record in records}
            found = _undecided(found, own)
            _store(found, version, own)
            follow(list(own))
    return list(found)


def _probable(records: Collection[Record], version: ModelVersion) -> dict[Pair, Near]:
    """Every pair of a record and another report with a score worth a look."""
    keys = {int(record.id): hashed(keys_of(record)) for record in records}
    by_key = blocks([key for each in keys.values() for key in each])
    chosen = {
        own: rarest_first({key: by_key[key] for key in each if key in by_key}, own)
        for own, each in keys.items()
    }
    others = {int(one.id): one for one in load({pk for each in chosen.values() for pk in each})}
    if not others:
        return {}
    beside = [
        (record, [others[pk] for pk in chosen[int(record.id)] if pk in others])
        for record in records
    ]
    scorer = scorer_for(beside, parameters_of(version))
    found: dict[Pair, Near] = {}
    for record, rest in beside:
        for one in score(record, rest, scorer, REVIEW):
            found.setdefault(pair(int(record.id), one.report), one)
    return found


def _undecided(found: dict[Pair, Near], records: dict[int, Record]) -> dict[Pair, Near]:
    """Without pairs of one corrected report, and without those that a person put apart."""
    history = Succession.of({pk for each in found for pk in each})
    older = {each for one, other in found for each in history.older_pairs(one, other)}
    kept = {
        each: one for each, one in found.items() if not history.same(*each) and each not in older
    }
    apart = _apart(history)
    if not apart:
        return kept
    return {
        each: one
        for each, one in kept.items()
        if not _put_apart(each, one, records, history, apart)
    }


def _apart(history: Succession) -> dict[Pair, set[tuple[Pair, str]]]:
    """What people put apart, by the reports with which the corrections of both began."""
    rows = Constraint.objects.standing().filter(
        kind=ConstraintKind.CANNOT_LINK, low__in=history.seen, high__in=history.seen
    )
    found: dict[Pair, set[tuple[Pair, str]]] = {}
    for low, high, facts in rows.values_list("low", "high", "facts"):
        began = pair(history.began(low), history.began(high))
        found.setdefault(began, set()).add(((low, high), facts))
    return found


def _put_apart(
    each: Pair,
    one: Near,
    records: dict[int, Record],
    history: Succession,
    apart: dict[Pair, set[tuple[Pair, str]]],
) -> bool:
    """Was this very pair put apart, or an earlier version of it that said the same?"""
    decided = apart.get(pair(history.began(each[0]), history.began(each[1])), ())
    if not decided:
        return False
    facts = facts_of(pack(records[_own(each, one)]), pack(one.record))
    return any(which == each or known == facts for which, known in decided)


def _store(found: dict[Pair, Near], version: ModelVersion, records: dict[int, Record]) -> None:
    """New pairs are added, open ones scored anew; what a person settled stays as it is."""
    lows, highs = zip(*found, strict=True) if found else ((), ())
    there = {
        (row.low_id, row.high_id): row
        for row in Proposal.objects.filter(low__in=set(lows), high__in=set(highs))
    }
    fresh, again = [], []
    for each, one in found.items():
        row = there.get(each)
        if row is None:
            row = Proposal(low_id=each[0], high_id=each[1])
            fresh.append(row)
        elif row.settled_at is None:
            again.append(row)
        else:
            continue
        _say(row, version, one.score, _levels(each, one, records))
    Proposal.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    Proposal.objects.bulk_update(again, ["version", "score", "levels"], batch_size=500)


def _say(row: Proposal, version: ModelVersion, score: float, levels: Levels) -> None:
    """What the model says, beside what the linkage unit said of the pair."""
    unit = {topic: level for topic, level in (row.levels or {}).items() if topic == TOPIC}
    row.version, row.levels = version, {**levels, **unit}
    row.score = max(score, SCORES[ClusterStrength(unit[TOPIC])]) if unit else score


def _own(each: Pair, one: Near) -> int:
    """The report of the pair that was compared with others."""
    return each[0] if each[1] == one.report else each[1]


def _levels(each: Pair, one: Near, records: dict[int, Record]) -> dict[str, str | bool]:
    return levels_of(one.comparison, records[_own(each, one)], one.record)
