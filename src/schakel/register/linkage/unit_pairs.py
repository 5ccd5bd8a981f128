"""Clusters of the linkage unit → proposals about pairs of reports, beside those of the centre's own model.

In `Proposal.levels` the unit is one topic, "unit", with its strength. Where the unit takes its word back, the
topic goes: an open proposal that rested on nothing else ends, and a decision that rested on nothing else
becomes a doubt for a registrar.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, pairwise

from django.utils import timezone

from schakel.methods.encoding.parameters import EncodingParameters
from schakel.register.linkage.choices import (
    ClusterStrength,
    ConstraintKind,
    Settled,
)
from schakel.register.linkage.encoded import ClusterDoubt, EncodedLink
from schakel.register.linkage.models import Constraint, ModelVersion, Proposal
from schakel.register.persons.models import Membership

TOPIC = "unit"
# How many of a hundred such pairs are one person, measured at the likenesses of the bands
# (docs/reference/linkage-unit.md). Names of neither are known, so no pair is more certain than this.
SCORES = {ClusterStrength.STRONG: 0.96, ClusterStrength.WEAK: 0.74}
# In a cluster of more, each is paired with the next only: to judge all pairs would say nothing new.
ALL_PAIRS_UP_TO = 6
_AT_ONCE = 500
Pair = tuple[int, int]


def propose_clusters(numbers: Collection[str], moved: Collection[int] = ()) -> None:
    """Bring the proposals about these clusters up to date, and about reports that left one (`moved`).

    A number that lost or gained a report must be among them: two reports are taken to be in one cluster
    only where that cluster is named.
    """
    clusters = _clusters(numbers)
    home = {report: number for number, members in clusters.items() for report in members}
    rows = _proposals({*home, *moved})
    _take_back([row for row in rows.values() if TOPIC in row.levels and not _holds(row, home)])
    wanted = {
        pair: _weakest(members[pair[0]], members[pair[1]])
        for members in clusters.values()
        for pair in _pairs(sorted(members))
    }
    _say_again({rows[pair]: strength for pair, strength in wanted.items() if pair in rows})
    _propose({pair: strength for pair, strength in wanted.items() if pair not in rows})


def _clusters(numbers: Collection[str]) -> dict[str, dict[int, str]]:
    """Cluster number → report → strength, for reports that are here."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for some in _portions(numbers):
        links = EncodedLink.objects.current().about_reports().filter(cluster_no__in=some)
        for number, report, strength in links.values_list("cluster_no", "report", "strength"):
            found[number][report] = strength
    return found


def _pairs(reports: Sequence[int]) -> Iterable[Pair]:
    if len(reports) <= ALL_PAIRS_UP_TO:
        return combinations(reports, 2)
    return pairwise(reports)


def _weakest(*strengths: str) -> ClusterStrength:
    strong = all(one == ClusterStrength.STRONG for one in strengths)
    return ClusterStrength.STRONG if strong else ClusterStrength.WEAK


def _proposals(reports: Collection[int]) -> dict[Pair, Proposal]:
    return {
        (row.low_id, row.high_id): row
        for some in _portions(reports)
        for row in Proposal.objects.about(some)
    }


def _holds(row: Proposal, home: Mapping[int, str]) -> bool:
    """Does the unit still hold both together?"""
    return row.low_id in home and home[row.low_id] == home.get(row.high_id)


def _take_back(rows: Sequence[Proposal]) -> None:
    """The unit no longer says so."""
    persons = _persons({report for row in rows for report in (row.low_id, row.high_id)})
    now, doubts = timezone.now(), []
    for row in rows:
        alone = set(row.levels) == {TOPIC}
        one, other = persons.get(row.low_id), persons.get(row.high_id)
        if alone and row.settled_at and one is not None and one == other:
            doubts.append(ClusterDoubt(low_id=row.low_id, high_id=row.high_id))
        if alone and row.settled_at is None:
            row.settled_at, row.settled_how = now, Settled.GONE
        row.levels = {topic: level for topic, level in row.levels.items() if topic != TOPIC}
    Proposal.objects.bulk_update(rows, ["levels", "settled_at", "settled_how"], _AT_ONCE)
    ClusterDoubt.objects.bulk_create(doubts, _AT_ONCE, ignore_conflicts=True)


def _say_again(strengths: Mapping[Proposal, ClusterStrength]) -> None:
    """Pairs that are there: the topic is kept up to date; what had ended with it is open again."""
    for row, strength in strengths.items():
        if set(row.levels) <= {TOPIC}:
            row.score = SCORES[strength]
            if row.settled_how == Settled.GONE:
                row.settled_at, row.settled_how = None, ""
        row.levels = {**row.levels, TOPIC: str(strength)}
    columns = ["levels", "score", "settled_at", "settled_how"]
    Proposal.objects.bulk_update(strengths, columns, _AT_ONCE)


def _propose(strengths: Mapping[Pair, ClusterStrength]) -> None:
    """New pairs, but those that are one person already and those that a registrar put apart."""
    persons = _persons({report for pair in strengths for report in pair})
    apart = Constraint.objects.standing().filter(kind=ConstraintKind.CANNOT_LINK)
    refused = {
        pair
        for some in _portions({low for low, _high in strengths})
        for pair in apart.filter(low__in=some).values_list("low", "high")
    }
    fresh = [
        Proposal(
            low_id=low,
            high_id=high,
            version=_version(),
            score=SCORES[strength],
            levels={TOPIC: str(strength)},
        )
        for (low, high), strength in strengths.items()
        if (low, high) not in refused and (low not in persons or persons[low] != persons.get(high))
    ]
    Proposal.objects.bulk_create(fresh, batch_size=_AT_ONCE, ignore_conflicts=True)


def _persons(reports: Collection[int]) -> dict[int, int]:
    """Report → the person that it is now held to be about."""
    return {
        report: person
        for some in _portions(reports)
        for report, person in Membership.objects.open()
        .filter(report__in=some)
        .values_list("report", "person")
    }


def _version() -> ModelVersion:
    """Under which the unit's word is kept; it scores nothing here, so it is never the one in use."""
    row, _made = ModelVersion.objects.get_or_create(
        version="linkage-unit-1",
        defaults={
            "fingerprint": EncodingParameters().identifier,
            "parameters": {},
            "thresholds": {str(strength): score for strength, score in SCORES.items()},
            "by": "system:linkage-unit",
        },
    )
    return row


def _portions(things: Collection) -> Iterable[list]:
    whole = list(things)
    return (whole[start : start + _AT_ONCE] for start in range(0, len(whole), _AT_ONCE))
