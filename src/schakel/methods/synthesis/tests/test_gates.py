"""The acceptance figures for synthetic microdata: once at 20,000 records (benchmarks/synthesis.py: more)."""

from functools import cache

import numpy as np
import pyarrow as pa
import pytest

from schakel.methods.synthesis.accounting import Budget
from schakel.methods.synthesis.attacks import area_under_curve, membership
from schakel.methods.synthesis.domains import Column
from schakel.methods.synthesis.evaluation import Kept, cramers_v, kept
from schakel.methods.synthesis.noise import SeededNoise
from schakel.methods.synthesis.synthesising import (
    Synthesis,
    attacked,
    columns_of,
    preserved,
    synthesise,
)
from schakel.methods.synthesis.tests.registers import chained, circled, register

pytestmark = pytest.mark.pure


@cache
def _typical() -> tuple[list[Column], Synthesis, Kept]:
    columns = columns_of(register(20_000, 77))
    made = synthesise(columns, Budget(4), SeededNoise(77))
    return columns, made, preserved(columns, made)


def test_tables_of_one_two_and_three_columns_are_kept() -> None:
    measured = _typical()[2]
    assert measured.tvd_1 <= 0.01
    assert measured.tvd_2 <= 0.035
    assert measured.tvd_3 is not None
    assert measured.tvd_3 <= 0.085


def test_relations_are_neither_lost_nor_made() -> None:
    assert _typical()[2].cramers_v <= 0.10


def test_hardly_anything_is_invented() -> None:
    columns, made, measured = _typical()
    assert measured.invented_2 <= 0.02
    assert measured.invented_3 is not None
    assert measured.invented_3 <= 0.12
    assert abs(len(made.codes) / len(columns[0].codes) - 1) <= 0.01


def test_an_attacker_cannot_tell_who_was_in_the_register() -> None:
    area = attacked(_typical()[0], Budget(4), lambda: SeededNoise(1), 1)
    assert area is not None
    assert area <= 0.55


def test_the_attack_finds_who_was_copied() -> None:
    rng = np.random.default_rng(1)
    records = rng.integers(6, size=(600, 8))
    assert membership(records[:300], records[300:], records[:300]) > 0.95
    assert area_under_curve(np.array([1, 2]), np.array([1, 2])) == 0.5
    assert area_under_curve(np.array([3, 4]), np.array([1, 2])) == 1


def test_independent_columns_stay_so_and_chains_hold() -> None:
    for table, worst in (
        (register(6_000, 3, (2, 4, 9, 14), strength=0), 0.06),
        (circled(6_000, 3), 0.1),
    ):
        columns = columns_of(table)
        assert preserved(columns, synthesise(columns, Budget(4), SeededNoise(3))).cramers_v <= worst
    columns = columns_of(chained(20_000, 3, (30, 12, 6, 4)))
    made = preserved(columns, synthesise(columns, Budget(4), SeededNoise(3)))
    assert made.tvd_2 <= 0.035


@pytest.mark.parametrize("sizes", [(7,), (2, 5)])
def test_few_columns_and_few_records_are_no_obstacle(sizes: tuple[int, ...]) -> None:
    columns = columns_of(register(600, 4, sizes))
    made = synthesise(columns, Budget(2), SeededNoise(1), rows=250)
    assert made.table().num_rows == 250
    assert preserved(columns, made).tvd_1 <= 0.15


def test_the_order_of_the_records_leaves_no_trace() -> None:
    table = register(2_000, 9, (3, 4, 6))
    mixed = table.take(pa.array(np.random.default_rng(1).permutation(2_000)))
    one, other = (
        synthesise(columns_of(rows), Budget(4), SeededNoise(2)).codes for rows in (table, mixed)
    )
    assert np.array_equal(one, other)


def test_measures_are_what_they_say() -> None:
    true = np.array([[0, 0], [0, 0], [1, 1], [1, 1]])
    same = kept(true, true, (2, 2))
    assert (same.tvd_1, same.tvd_2, same.invented_2, same.cramers_v) == (0, 0, 0, 0)
    turned = kept(true, np.array([[0, 1], [0, 1], [1, 0], [1, 0]]), (2, 2))
    assert (turned.tvd_1, turned.tvd_2, turned.invented_2) == (0, 1, 1)
    assert cramers_v(np.array([[5, 0], [0, 5]])) == 1
    assert cramers_v(np.array([[4, 4], [4, 4]])) == 0
    assert cramers_v(np.array([[9, 0], [0, 0]])) == 0
