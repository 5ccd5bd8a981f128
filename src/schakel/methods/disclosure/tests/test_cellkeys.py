"""Cell keys give the numbers of the reference, the same ones wherever a cell is shown."""

import csv
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.methods.disclosure.cellkeys import (
    UNIT,
    PerturbationTable,
    keyed_tables,
    record_keys,
    shipped_table,
)
from tests.published import FOLDER, needs

pytestmark = pytest.mark.pure
# Made with the R packages cellKey 1.0.3 and ptable 1.0.0.
REFERENCE = FOLDER / "sdc"


@needs(REFERENCE)
def test_every_cell_equals_the_reference() -> None:
    with (REFERENCE / "cellkey_ref_micro.csv").open() as file:
        rows = list(csv.DictReader(file))
    names = ("regio", "vorm", "leeftijd")
    columns = [np.array([int(row[name]) for row in rows]) for name in names]
    sizes = [int(column.max()) + 1 for column in columns]
    keys = np.array([round(float(row["rkey"]) * UNIT) for row in rows])
    tables = {one.attributes: one for one in keyed_tables(columns, sizes, keys)}
    with (REFERENCE / "cellkey_ref_table.csv").open() as file:
        cells = list(csv.DictReader(file))
    assert len(cells) == 1560
    for cell in cells:
        inside = tuple(place for place, name in enumerate(names) if cell[name] != "Tot")
        table = tables[inside]
        where = tuple(int(cell[names[place]]) for place in inside)
        assert table.counts[where] == int(cell["wc"])
        assert shipped_table().perturb(table.counts, table.keys)[where] == int(cell["pwc"])


@given(st.integers(0, 60), st.lists(st.integers(1, 5), min_size=1, max_size=5), st.integers(0, 99))
def test_every_table_is_that_of_the_records(records: int, sizes: list[int], seed: int) -> None:
    chance = np.random.default_rng(seed)
    columns = [chance.integers(0, size, records) for size in sizes]
    keys = record_keys(records, seed)
    made = list(keyed_tables(columns, sizes, keys))
    ways = min(3, len(sizes))
    wanted = [one for width in range(ways + 1) for one in combinations(range(len(sizes)), width)]
    assert sorted(one.attributes for one in made) == sorted(wanted)
    for table in made:
        assert table.counts.sum() == records
        for where in np.ndindex(table.counts.shape):
            inside = np.ones(records, dtype=bool)
            for attribute, code in zip(table.attributes, where, strict=True):
                inside &= columns[attribute] == code
            assert table.counts[where] == inside.sum()
            assert table.keys[where] == keys[inside].sum() % UNIT


def test_the_order_of_records_makes_no_difference() -> None:
    chance = np.random.default_rng(3)
    columns = [chance.integers(0, size, 500) for size in (5, 4, 7)]
    keys, order = record_keys(500, 3), chance.permutation(500)
    straight = keyed_tables(columns, (5, 4, 7), keys)
    mixed = keyed_tables([column[order] for column in columns], (5, 4, 7), keys[order])
    for one, other in zip(straight, mixed, strict=True):
        assert (one.keys == other.keys).all()


@given(st.integers(0, 200), st.integers(0, UNIT - 1))
def test_noise_stays_within_its_bound_and_small_counts_are_never_told(count: int, key: int) -> None:
    table = shipped_table()
    shown = int(table.perturb(np.array([count]), np.array([key]))[0])
    assert abs(shown - count) <= table.largest == 5
    assert shown == 0 if count == 0 else shown not in (1, 2)


def test_over_all_keys_a_count_is_right_on_average() -> None:
    keys = np.arange(0, UNIT, 1009)
    for count in (3, 7, 8, 50):
        shown = shipped_table().perturb(np.full(len(keys), count), keys)
        assert abs(shown.mean() - count) < 0.01
        assert abs(shown.var() - 3) < 0.05


HEADER = "i,v,p_int_ub\n"


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("", "a row for each count"),
        ("0,0,1\n2,0,1\n", "a row for each count"),
        ("0,0,1\n1,0,0.5\n", "rise to 1"),
        ("0,0,1\n1,1,0.9\n1,0,0.5\n1,-1,1\n", "rise to 1"),
        ("0,0,1\n1,-2,1\n", "negative"),
    ],
)
def test_a_table_that_cannot_be_is_refused(rows: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        PerturbationTable.read((HEADER + rows).splitlines())


def test_codes_and_keys_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="code"):
        list(keyed_tables([np.array([0, 3])], [3], record_keys(2, 1)))
    with pytest.raises(ValueError, match="key"):
        list(keyed_tables([np.array([0, 1])], [3], np.array([0, UNIT])))
