"""How well invented reports are linked; limits as agreed for a list of this size."""

from itertools import combinations

import pytest

from schakel.methods.linkage.linking import STATISTICS, Decision, Scored, cluster, score_all
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
        self.scored: list[Scored] = score_all(self.records, stored_parameters())

    def precision_and_recall(self, found: set[Pair]) -> tuple[float, float]:
        right = len(found & self.true)
        return right / len(found), right / len(self.true)

    def at(self, threshold: float) -> set[Pair]:
        return {one.places for one in self.scored if one.score >= threshold}


@pytest.fixture(scope="module", params=[1, 2])
def linked(request: pytest.FixtureRequest) -> Linked:
    return Linked(request.param)


def test_candidates_leave_few_true_pairs_out(linked: Linked) -> None:
    assert linked.precision_and_recall({one.places for one in linked.scored})[1] >= 0.97


def test_automatic_joins_are_hardly_ever_wrong(linked: Linked) -> None:
    found = {one.places for one in linked.scored if one.decision == Decision.AUTO}
    precision, recall = linked.precision_and_recall(found)
    assert precision >= 0.985
    assert recall >= 0.64


def test_persons_are_counted_about_right(linked: Linked) -> None:
    precision, recall = linked.precision_and_recall(linked.at(STATISTICS))
    assert 2 * precision * recall / (precision + recall) >= 0.88
    counted = int(cluster(len(linked.records), linked.scored).max()) + 1
    assert abs(counted - PERSONS) / PERSONS <= 0.03


def test_most_pairs_need_nobody_to_look(linked: Linked) -> None:
    waiting = sum(one.decision == Decision.REVIEW for one in linked.scored)
    assert waiting <= 0.12 * len(linked.records)


def test_the_same_list_gives_the_same_scores(linked: Linked) -> None:
    again = score_all(linked.records, stored_parameters())
    assert [(one.places, one.score) for one in again] == [
        (one.places, one.score) for one in linked.scored
    ]
