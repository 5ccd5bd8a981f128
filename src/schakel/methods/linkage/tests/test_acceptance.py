"""How well invented reports are linked; limits as agreed for a list of this size."""

from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pytest

from schakel.methods.linkage.linking import (
    DECISIONS,
    STATISTICS,
    Decision,
    Links,
    cluster,
    link,
    score_all,
)
from schakel.methods.linkage.model import stored_parameters
from schakel.methods.linkage.records import Record, record_of
from schakel.methods.linkage.tests.invention import reports

pytestmark = pytest.mark.pure

PERSONS = 2500
Pair = tuple[int, int]


class Linked:
    """One invented list, linked once for all tests."""

    def __init__(self, seed: int) -> None:
        rows, truth = reports(PERSONS, seed)
        self.records: list[Record] = [record_of(row) for row in rows]
        self.person = [truth[record.id] for record in self.records]
        groups: dict[int, list[int]] = {}
        for place, person in enumerate(self.person):
            groups.setdefault(person, []).append(place)
        self.true = {pair for group in groups.values() for pair in combinations(group, 2)}
        self.links: Links = link(self.records, stored_parameters())
        self.pairs: list[Pair] = list(
            zip(self.links.one.tolist(), self.links.other.tolist(), strict=True)
        )

    def precision_and_recall(self, found: set[Pair]) -> tuple[float, float]:
        right = len(found & self.true)
        return right / len(found), right / len(self.true)

    def where(self, marked: Iterable[bool]) -> set[Pair]:
        return {pair for pair, mark in zip(self.pairs, marked, strict=True) if mark}


@pytest.fixture(scope="module", params=[1, 2])
def linked(request: pytest.FixtureRequest) -> Linked:
    return Linked(request.param)


def test_candidates_leave_few_true_pairs_out(linked: Linked) -> None:
    assert linked.precision_and_recall(set(linked.pairs))[1] >= 0.97


def test_automatic_joins_are_hardly_ever_wrong(linked: Linked) -> None:
    found = linked.where(linked.links.decision == DECISIONS.index(Decision.AUTO))
    precision, recall = linked.precision_and_recall(found)
    assert precision >= 0.985
    assert recall >= 0.64


def test_persons_are_counted_about_right(linked: Linked) -> None:
    precision, recall = linked.precision_and_recall(linked.where(linked.links.score >= STATISTICS))
    assert 2 * precision * recall / (precision + recall) >= 0.88
    counted = int(cluster(linked.links).max()) + 1
    assert abs(counted - PERSONS) / PERSONS <= 0.03


def test_most_pairs_need_nobody_to_look(linked: Linked) -> None:
    assert linked.links.counts()[Decision.REVIEW] <= 0.12 * len(linked.records)


def test_the_same_list_gives_the_same_scores(linked: Linked) -> None:
    again = link(linked.records, stored_parameters())
    assert np.array_equal(again.weight, linked.links.weight)


def test_many_at_once_weigh_as_one_by_one(linked: Linked) -> None:
    slow = score_all(linked.records, stored_parameters())
    assert [one.places for one in slow] == linked.pairs
    assert np.allclose([one.weight for one in slow], linked.links.weight, atol=1e-9, rtol=0)
    assert [one.decision for one in slow] == [DECISIONS[n] for n in linked.links.decision]
