"""A judged sample tells how good linkage is, and how sure that is."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.methods.linkage import clerical

pytestmark = pytest.mark.pure

SHARES = (0.001, 0.02, 0.2, 0.5, 0.8, 0.997)


def register(seed: int) -> tuple[list[float], list[bool]]:
    """Scores as registers have them, most of them low, and which pairs are true."""
    chance = random.Random(seed)
    starts = (0.0, *(end for end, _wanted in clerical.BANDS[:-1]))
    scores, true = [], []
    for place, pairs in enumerate((20_000, 1_500, 400, 350, 900, 4_000)):
        end = min(clerical.BANDS[place][0], 1.0)
        for _pair in range(pairs):
            scores.append(chance.uniform(starts[place], end - 1e-9))
            true.append(chance.random() < SHARES[place])
    return scores, true


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    held = {"precision": 0, "recall": 0}
    rounds = 60
    for seed in range(rounds):
        scores, true = register(seed)
        drawn = clerical.draw(scores, seed)
        judged = [(one.band, true[one.place]) for one in drawn]
        found = clerical.measure(clerical.sizes(scores), judged, [0.3])[0]
        above = [same for score, same in zip(scores, true, strict=True) if score >= 0.3]
        assert found.precision
        assert found.recall
        for name, truth, told in (
            ("precision", sum(above) / len(above), found.precision),
            ("recall", sum(above) / sum(true), found.recall),
        ):
            held[name] += told.low <= truth <= told.high
    assert held["precision"] >= 0.88 * rounds
    assert held["recall"] >= 0.85 * rounds


def test_enough_is_judged_around_the_threshold_and_below_it() -> None:
    scores, _true = register(1)
    drawn = clerical.draw(scores, 1)
    below = [one for one in drawn if scores[one.place] < 0.1]
    around = [one for one in drawn if 0.1 <= scores[one.place] < 0.6]
    assert len(below) >= 100
    assert len(around) >= 200
    assert len({one.place for one in drawn}) == len(drawn)


def test_the_order_gives_no_score_away() -> None:
    scores, _true = register(2)
    bands = [one.band for one in clerical.draw(scores, 2)]
    assert bands != sorted(bands)


def test_what_was_not_judged_is_left_open() -> None:
    scores, true = register(3)
    drawn = [one for one in clerical.draw(scores, 3) if one.band != 1]
    found = clerical.measure(
        clerical.sizes(scores), [(one.band, true[one.place]) for one in drawn], [0.01, 0.3]
    )
    assert found[0].precision is None
    assert found[1].precision is not None
    assert found[1].recall is None


def test_a_threshold_within_a_band_is_refused() -> None:
    with pytest.raises(ValueError, match="no band ends at"):
        clerical.measure([1] * 6, [], [0.5])


@given(st.lists(st.sampled_from("ABC"), min_size=2, max_size=40).filter(lambda x: len({*x}) > 1))
def test_who_always_agrees_has_kappa_one(answers: list[str]) -> None:
    assert clerical.kappa([(one, one) for one in answers]) == 1


def test_kappa_is_that_of_the_textbook() -> None:
    # Agreement .70 where chance gives .50 (Cohen 1960): 20 + 15 agree, 5 + 10 do not.
    pairs = [("Y", "Y")] * 20 + [("Y", "N")] * 5 + [("N", "Y")] * 10 + [("N", "N")] * 15
    assert clerical.kappa(pairs) == 0.4
    assert clerical.kappa([]) is None


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 500), max_size=6), st.integers(2, 9))
def test_a_distribution_that_only_grew_did_not_drift(counts: dict[str, int], times: int) -> None:
    grown = {key: count * times for key, count in counts.items() if count}
    assert clerical.drift({key: one for key, one in counts.items() if one}, grown) == 0


def test_drift_tells_much_from_little() -> None:
    before = {"low": 900, "middle": 50, "high": 50}
    assert clerical.drift(before, {"low": 880, "middle": 60, "high": 60}) < 0.1
    assert clerical.drift(before, {"low": 500, "middle": 250, "high": 250}) > 0.25
