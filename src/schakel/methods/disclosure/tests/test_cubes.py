"""A protected cube keeps its promises on any file, and equals a count by hand where nothing is small."""

from collections import Counter
from itertools import combinations, product

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.methods.disclosure.cubes import build
from schakel.methods.disclosure.protecting import protect
from schakel.methods.disclosure.refusals import Refused
from schakel.methods.disclosure.specs import Dimension, Spec

pytestmark = pytest.mark.pure
TOWNS = {"a1": ("A", "N"), "a2": ("A", "N"), "b1": ("B", "N"), "c1": ("C", "Z")}
DIMENSIONS = (
    Dimension("sex"),
    Dimension("town", hierarchy=TOWNS),
    Dimension("form", several=True),
    Dimension("unit", several=True, always=True),
)
records = st.lists(
    st.tuples(
        st.sampled_from(["F", "M", ""]),
        st.sampled_from(sorted(TOWNS)),
        st.sampled_from(["x", "y", "x|y", "y|x|z", ""]),
        st.sampled_from(["R", "R|P"]),
    ),
    min_size=1,
    max_size=80,
)


def as_table(rows):
    names = ("sex", "town", "form", "unit")
    return pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})


def counts_of(cells):
    names = [name for name in cells.column_names if name != "count"]
    return {tuple(row[name] for name in names): row["count"] for row in cells.to_pylist()}


def places(row):
    """Every cell of tables of at most two dimensions, beside the unit, in which a record counts."""
    sex, town, form, unit = row
    choices = (
        [sex or "UNKNOWN"],
        [town, *TOWNS[town]],
        sorted(set(form.split("|"))) if form else ["UNKNOWN"],
    )
    for width in range(3):
        for shown in combinations(range(3), width):
            parts = [choices[place] if place in shown else ["*"] for place in range(3)]
            yield from product(*parts, unit.split("|"))


@given(records, st.sampled_from([3, 5]))
@settings(max_examples=80, deadline=None)
def test_no_small_count_is_told_and_everything_adds_up(rows, base):
    spec = Spec(DIMENSIONS, base=base, ways=2)
    protected = protect(build(as_table(rows), spec))
    told = counts_of(protected.cells)
    true = Counter(place for row in rows for place in places(row))
    assert set(told) <= set(true)
    assert all(count >= base for count in told.values())
    assert protected.verdict.passed
    for unit, sex, town in product("RP", "FM*", "NZ*"):
        inside = {"N": ("a1", "a2", "b1"), "Z": ("c1",), "*": sorted(TOWNS)}[town]
        by_town = sum(told.get((sex, one, "*", unit), 0) for one in inside)
        assert told.get((sex, town, "*", unit), 0) == by_town
    for unit in "RP":
        by_sex = sum(told.get((sex, "*", "*", unit), 0) for sex in ("F", "M", "UNKNOWN"))
        assert told.get(("*", "*", "*", unit), 0) == by_sex
        # Those in two forms can be worked out, and so can reports that are nobody's first.
        beside = told.get(("*", "*", "*", "R"), 0) - told.get(("*", "*", "*", "P"), 0)
        assert beside == 0 or beside >= base


@given(records)
@settings(max_examples=40, deadline=None)
def test_where_nothing_is_small_nothing_changes(rows):
    cells = protect(build(as_table(rows * 5), Spec(DIMENSIONS, ways=2))).cells
    assert counts_of(cells) == Counter(place for row in rows * 5 for place in places(row))


@given(records, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_neither_records_nor_columns_nor_dimensions_have_an_order(rows, chance):
    cells = protect(build(as_table(rows), Spec(DIMENSIONS, ways=2))).cells
    mixed, dimensions = list(rows), list(DIMENSIONS)
    chance.shuffle(mixed)
    chance.shuffle(dimensions)
    table = as_table(mixed).select(["unit", "form", "town", "sex"])
    again = protect(build(table, Spec(tuple(dimensions), ways=2))).cells
    assert again.select(cells.column_names).equals(cells)


def test_those_in_two_forms_cannot_be_worked_out_when_few():
    rows = [("F", "a1", form, "R|P") for form in ["x"] * 40 + ["y"] * 40 + ["x|y"] * 3]
    told = counts_of(protect(build(as_table(rows), Spec(DIMENSIONS, ways=2))).cells)
    both = told["*", "*", "x", "R"] + told["*", "*", "y", "R"] - told["*", "*", "*", "R"]
    assert both in (0, 5)


def test_levels_may_stand_in_the_file_itself():
    table = pa.table({"town": ["a", "a", "b", None], "land": ["N", "N", "Z", "Z"]}).take(
        [0, 2, 3] * 9
    )
    cube = build(table, Spec((Dimension("town", levels=("land",)),)))
    told = counts_of(protect(cube).cells)
    assert told == {("*",): 27, ("N",): 9, ("Z",): 18, ("a",): 9, ("b",): 9, ("UNKNOWN (Z)",): 9}


@pytest.mark.parametrize(
    ("dimension", "problem"),
    [
        (Dimension("kind"), "no column kind"),
        (Dimension("town", hierarchy={"a1": ("A",)}), "no place for"),
        (
            Dimension("town", hierarchy={**TOWNS, "a2": ("B", "N"), "b1": ("B", "Z")}),
            "both N and Z",
        ),
        (Dimension("town", hierarchy={**TOWNS, "a1": ("c1",)}), "two levels"),
        (Dimension("town", hierarchy={**TOWNS, "a1": ("A", "N", "A")}), "own parent|both"),
    ],
)
def test_what_would_mean_two_things_is_refused(dimension, problem):
    rows = [("F", town, "x", "R") for town in sorted(TOWNS)]
    with pytest.raises(Refused, match=problem):
        build(as_table(rows), Spec((dimension,)))


def test_the_sign_for_a_sum_is_no_value():
    with pytest.raises(Refused, match="another sign"):
        build(pa.table({"sex": ["*", "F"]}), Spec((Dimension("sex"),)))
