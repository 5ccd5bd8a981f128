"""What one record can change: no more than the noise hides."""

from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from schakel.methods.synthesis.accounting import Budget
from schakel.methods.synthesis.domains import OTHER, DomainError
from schakel.methods.synthesis.noise import SeededNoise, SystemNoise
from schakel.methods.synthesis.synthesising import columns_of, synthesise
from schakel.methods.synthesis.tests.registers import register

pytestmark = pytest.mark.pure

SIZES = (2, 3, 5, 8)
LISTED = {
    f"c{place}": tuple(f"c{place}-{code:02d}" for code in range(size))
    for place, size in enumerate(SIZES)
}


class Watching:
    """Answers with noise that is always the same, or with given answers; notes what was asked."""

    def __init__(self, answers: list[NDArray[np.int64]] | None = None) -> None:
        self.asked: list[tuple[NDArray[np.int64], float]] = []
        self.answers: list[NDArray[np.int64]] = []
        self._given = answers

    def added(self, counts: NDArray[np.int64], scale: float) -> NDArray[np.int64]:
        noise = np.rint(3 * np.sin(np.arange(counts.size))).astype(np.int64)
        place = len(self.asked)
        self.asked.append((counts.copy(), scale))
        self.answers.append(
            counts + noise.reshape(counts.shape) if self._given is None else self._given[place]
        )
        return self.answers[-1]

    def generator(self) -> np.random.Generator:
        return np.random.default_rng(0)


@given(st.integers(0, 1_999), st.floats(0.5, 4))
@settings(max_examples=10, deadline=None)
def test_one_record_changes_each_question_by_at_most_what_its_noise_is_for(
    record: int, epsilon: float
) -> None:
    """Given the same answers so far, the questions about two registers that differ by one record are
    the same, their truths differ by at most their sensitivity, all of it costs no more than the budget,
    and the same answers give the same rows: a record gets into the result through the noise alone."""
    whole, budget = register(2_000, 5, SIZES), Budget(epsilon)
    without = pa.concat_tables([whole.slice(0, record), whole.slice(record + 1)])
    first = Watching()
    made = synthesise(columns_of(whole, LISTED), budget, first, rows=300)
    second = Watching(first.answers)
    again = synthesise(columns_of(without, LISTED), budget, second, rows=300)
    spent = 0.0
    for (one, scale), (other, same) in zip(first.asked, second.asked, strict=True):
        assert scale == same
        apart = np.abs(one - other)
        # The scores are one question over all pairs, of which each may change by one.
        most = len(list(combinations(SIZES, 2))) if one.shape == (6,) else 1
        assert apart.max() <= 1
        assert (apart**2).sum() <= most
        spent += most / (2 * scale**2)
    assert spent <= budget.rho * (1 + 1e-9)
    assert np.array_equal(made.codes, again.codes)


def test_a_value_that_one_person_has_is_not_in_the_result() -> None:
    table = register(3_000, 5, SIZES)
    own = pa.array(["rare", *table.column("c3").to_pylist()[1:]])
    columns = columns_of(table.set_column(3, "c3", own))
    for seed in range(5):
        values = synthesise(columns, Budget(4), SeededNoise(seed)).model.domains[3].values
        assert "rare" not in values


def test_many_rare_values_become_other_and_a_few_are_spread() -> None:
    table = register(3_000, 5, SIZES)
    common = table.column("c1").to_pylist()
    for every, expected in ((5, True), (100, False)):
        mixed = [
            f"rare {place}" if place % every == 0 else value for place, value in enumerate(common)
        ]
        made = synthesise(
            columns_of(table.set_column(1, "c1", pa.array(mixed))), Budget(4), SeededNoise(1)
        )
        named = made.table().column("c1").unique().to_pylist()
        assert (OTHER in named) is expected
        assert not [value for value in named if value.startswith("rare")]


def test_a_column_of_identifiers_is_refused_with_what_to_do() -> None:
    table = register(3_000, 5, SIZES)
    numbers = pa.array([f"P-{place}" for place in range(3_000)])
    with pytest.raises(DomainError, match=r"Column id: .*--columns"):
        synthesise(columns_of(table.append_column("id", numbers)), Budget(4), SeededNoise(1))


def test_the_noise_of_the_system_has_the_scale_it_should_have_and_is_never_the_same() -> None:
    counts = np.zeros(4_000, dtype=np.int64)
    one, other = (SystemNoise().added(counts, 7.0) for _draw in range(2))
    assert not np.array_equal(one, other)
    for draws in (one, other, SeededNoise(3).added(counts, 7.0)):
        assert draws.std() == pytest.approx(7.0, rel=0.08)
        assert abs(draws.mean()) < 0.7
