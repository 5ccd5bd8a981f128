"""The same numbers as the programs that statisticians use, on the tables that they publish."""

import numpy as np
import pytest

from schakel.methods.estimation import Asked, estimate
from schakel.methods.estimation.bootstrap import draw, jackknife
from schakel.methods.estimation.existence import Trouble, identifiable, trouble
from schakel.methods.estimation.fitting import fit
from schakel.methods.estimation.graphs import decomposable
from schakel.methods.estimation.hierarchies import hierarchical
from schakel.methods.estimation.latent import classes
from schakel.methods.estimation.stepwise import stepwise
from schakel.methods.estimation.terms import Floats, Space, read
from schakel.methods.estimation.tests.published import published

pytestmark = pytest.mark.pure
POINT_ONLY = Asked(replicates=0)

STEPWISE = {
    "Artificial_3": (539.094, -0.061031),
    "Korea": (268.778, -0.028773),
    "Kosovo": (14341.664, -0.004160),
    "UKdat_5": (11312.990, -0.012181),
    "UKdat": (11417.991, -0.012871),
    "Ned_5": (121521.614, -0.016600),
    "Ned": (111139.371, 0.033343),
}
CODES = {
    "Artificial_3": {"[12,3]": 1, "[12,13]": 1, "[12,23]": 1, "[12,13,23]": 2},
    "Korea": {"[12,13]": 1, "[12,13,23]": 1},
}
THREE_LISTS = (
    "[1,2,3]",
    "[12,3]",
    "[13,2]",
    "[23,1]",
    "[12,13]",
    "[12,23]",
    "[13,23]",
    "[12,13,23]",
)
BIC = {
    "Artificial_3": (539.094, "[1,2,3]", 46.40482, 4),
    "Korea": (157.167, "[12,23]", 57.14081, 6),
    "Kosovo": (10356.519, "[123,14,34]", 203.02963, 113),
    "UKdat_5": (25311.291, "[123,25,34]", 195.87911, 6084),
    "Ned_5": (148788.759, "[135,12,24,34]", 219.17073, 6083),
}
GRAPHS = {
    "Korea": (161, 124, 460),
    "Kosovo": (12593, 9818, 16557),
    "UKdat_5": (23016, 10408, 33481),
    "Ned_5": (50270, 41616, 203328),
}


def _stepwise(counts: Floats, lists: int) -> Floats:
    found = stepwise(Space(lists), counts)
    return counts.sum(axis=1) + found.fits.unseen


@pytest.mark.parametrize(("name", "point", "acceleration"), [(n, *v) for n, v in STEPWISE.items()])
def test_stepwise_choice_and_acceleration(name: str, point: float, acceleration: float) -> None:
    table = published(name)
    found = estimate(table, "stepwise", POINT_ONLY)
    assert found.estimate == pytest.approx(point, abs=5e-4)
    assert found.trouble == Trouble.NONE
    assert jackknife(table.counts, lambda counts: _stepwise(counts, table.lists)) == pytest.approx(
        acceleration, abs=1e-6
    )


@pytest.mark.parametrize(("threshold", "point"), [(0, 52823.5), (0.001, 121529.6), (0.05, 68246.5)])
def test_other_thresholds(threshold: float, point: float) -> None:
    found = estimate(published("Ned"), "stepwise", Asked(replicates=0, threshold=threshold))
    assert found.estimate == pytest.approx(point, abs=0.05)


@pytest.mark.parametrize(
    ("name", "point", "model", "bic", "admissible"), [(n, *v) for n, v in BIC.items()]
)
def test_all_models_by_bic(
    name: str, point: float, model: str, bic: float, admissible: int
) -> None:
    found = estimate(published(name), "bic", POINT_ONLY)
    assert found.estimate == pytest.approx(point, abs=5e-4)
    assert (found.model, found.admissible) == (model, admissible)
    assert found.bic == pytest.approx(bic, abs=1e-5)


@pytest.mark.parametrize(("name", "limits"), GRAPHS.items())
def test_averaging_over_graphs_equals_the_grid_point(
    name: str, limits: tuple[int, int, int]
) -> None:
    found = estimate(published(name), "dga")
    assert (found.estimate, *found.interval) == limits


def test_numbers_of_decomposable_graphs() -> None:
    assert [len(list(decomposable(lists))) for lists in (3, 4, 5)] == [8, 61, 822]


@pytest.mark.parametrize("name", CODES)
def test_existence_codes_of_every_model_of_three_lists(name: str) -> None:
    table, space = published(name), Space(3)
    found = {model: int(trouble(space, table.counts, read(space, model))) for model in THREE_LISTS}
    assert found == dict.fromkeys(THREE_LISTS, 0) | CODES[name]


def test_the_quick_check_of_uniqueness_agrees_with_the_rank_of_the_matrix() -> None:
    randomness = np.random.default_rng(5)
    space = Space(4, 3)
    models = list(hierarchical(space))
    found = []
    for _ in range(400):
        model = models[randomness.integers(len(models))]
        counts = randomness.poisson(randomness.choice([0.2, 0.6, 2.0]), len(space.cells)).astype(
            float
        )
        counts[[0, 1, 3, 7]] += 1  # nobody keeps a list of nobody
        rank_fails = Trouble.NOT_UNIQUE in trouble(space, counts, model)
        assert identifiable(space, counts[None, :], model[None, :])[0] != rank_fails
        found.append(rank_fails)
    assert 0 < sum(found) < 400


@pytest.mark.parametrize("name", ["UKdat_5", "Ned_5"])
def test_every_model_of_pairs_has_an_estimate(name: str) -> None:
    table, space = published(name), Space(5)
    pairs = space.terms[space.orders == 2].tolist()
    chosen = [
        space.flags(p for bit, p in enumerate(pairs) if number >> bit & 1) for number in range(1024)
    ]
    models = np.array(chosen)
    fits = fit(space, np.tile(table.counts, (1024, 1)), models)
    assert fits.settled.all()
    assert {trouble(space, table.counts, model) for model in models[::16]} == {Trouble.NONE}


@pytest.mark.parametrize(
    ("name", "point", "low", "high"),
    [
        ("Korea", 152.9, 134, 205),
        ("Kosovo", 13971.5, 12236.2, 16389.4),
        ("UKdat_5", 12400.3, 11061.4, 14239.8),
    ],
)
def test_bayesian_thresholding(name: str, point: float, low: float, high: float) -> None:
    found = estimate(published(name), "bayesthresh")
    # Both are drawn at random; theirs is one chain.
    assert found.estimate == pytest.approx(point, rel=0.02)
    assert found.interval == pytest.approx((low, high), rel=0.04)
    assert found.disagreement is not None
    assert found.disagreement < 1.05


def test_bayesian_thresholding_keeps_the_same_pairs() -> None:
    kept = {frozenset(term) for term in estimate(published("Kosovo"), "bayesthresh").terms}
    pairs = ("EXH ABA", "EXH OSCE", "ABA OSCE", "EXH HRW", "OSCE HRW")
    assert kept == {frozenset(pair.split()) for pair in pairs}


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("Korea", (130.999, 155.772)),
        ("Kosovo", (7147.749, 7656.195)),
        ("Ned_5", (48612.914, 57784.799)),
    ],
)
def test_limits_of_independent_lists(name: str, limits: tuple[float, float]) -> None:
    assert estimate(published(name), "independence").interval == pytest.approx(limits, abs=0.02)


def test_interval_of_a_bootstrap() -> None:
    found = estimate(published("Kosovo"), "stepwise", Asked(replicates=3000))
    # 12,551 to 16,536 with 20,000 draws; a limit of 3,000 draws lies within some 2 % of that.
    assert found.interval == pytest.approx((12551, 16536), rel=0.03)
    assert found.without == 0


def test_draws_hold_as_many_people_and_no_new_combination() -> None:
    counts = published("Korea").counts
    batch = draw(counts, 200, seed=3, number=0)
    assert (batch.sum(axis=1) == counts.sum()).all()
    assert not batch[:, counts == 0].any()


def test_latent_classes_agree_where_others_do() -> None:
    given = published("Korea")
    found = classes(given.counts, given.lists, seed=3, steps=6000)
    low, median, high = found.at(0.025, 0.5, 0.975)
    assert median == pytest.approx(138, rel=0.03)
    assert (low, high) == pytest.approx((124, 204), rel=0.05)
    assert found.disagreement < 1.05
