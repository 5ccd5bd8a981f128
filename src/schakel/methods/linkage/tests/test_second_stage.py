"""Labels teach to weigh pairs that have none, and are never judged by what they taught."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from schakel.methods.linkage.bulk import Bulk
from schakel.methods.linkage.linking import (
    RERANKED_STATISTICS,
    STATISTICS,
    Links,
    link,
    prepared,
)
from schakel.methods.linkage.model import stored_parameters
from schakel.methods.linkage.records import record_of
from schakel.methods.linkage.reranking import rerank
from schakel.methods.linkage.tests.invention import reports

pytestmark = pytest.mark.pure


@cache
def case() -> tuple[Bulk, Links, np.ndarray]:
    """A list, its links, and which of them are true."""
    rows, truth = reports(4000, seed=4)
    records = [record_of(row) for row in rows]
    bulk = prepared(records, stored_parameters())
    links = link(records, stored_parameters(), bulk)
    person = np.array([truth[record.id] for record in records])
    return bulk, links, person[links.one] == person[links.other]


def labels(count: int, share: float = 1.0) -> dict[int, bool]:
    """Of links in doubt, drawn blindly; of the false ones only a share."""
    _bulk, links, true = case()
    doubt = np.flatnonzero(links.weight > -10)
    draw = np.random.default_rng(3)
    doubt = doubt[true[doubt] | (draw.random(len(doubt)) < share)]
    drawn = draw.choice(doubt, count, replace=False)
    return {int(place): bool(true[place]) for place in drawn}


def f1(links: Links, threshold: float, judged: np.ndarray) -> float:
    true = case()[2][judged]
    found = links.score[judged] >= threshold
    return 2 * int((found & true).sum()) / int(found.sum() + true.sum())


def best(links: Links, judged: np.ndarray) -> float:
    return max(f1(links, threshold, judged) for threshold in np.arange(0.1, 0.9, 0.05))


def test_what_people_decided_helps_with_what_they_did_not_see() -> None:
    bulk, links, _true = case()
    known = labels(1500)
    second = rerank(bulk, links, known)
    assert second.used == 1500
    rest = np.setdiff1d(np.arange(len(links)), list(known))
    gain = f1(second.links, RERANKED_STATISTICS, rest) - f1(links, STATISTICS, rest)
    assert gain > 0.01
    assert best(second.links, rest) > best(links, rest)


def test_a_label_does_not_judge_itself() -> None:
    bulk, links, true = case()
    known = labels(1500)
    sure = [place for place in known if true[place] and links.score[place] > 0.9][:3]
    plain, turned = (
        rerank(bulk, links, answers).links.score
        for answers in (known, {**known, **dict.fromkeys(sure, False)})
    )
    assert np.allclose(plain[sure], turned[sure], atol=0.02)


def test_labels_of_which_one_kind_was_drawn_more_often_move_no_total() -> None:
    bulk, links, true = case()
    second = rerank(bulk, links, labels(900, share=0.05))
    assert second.used
    assert second.links.score.sum() == pytest.approx(true.sum(), rel=0.15)


def test_scores_say_how_often_they_are_right() -> None:
    bulk, links, true = case()
    score = rerank(bulk, links, labels(1500)).links.score
    for low, high in pairwise((0.05, 0.3, 0.6, 0.9, 1.01)):
        there = (score >= low) & (score < high)
        assert abs(score[there].mean() - true[there].mean()) < 0.12


def test_few_labels_change_nothing() -> None:
    bulk, links, _true = case()
    second = rerank(bulk, links, labels(150))
    assert second.links is links
    assert "it takes" in second.why
