"""A number that the data cannot carry is not printed; what must be said is said; bad files are told
apart."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.methods.estimation import Asked, Estimate, Table, TableError, estimate, read, table
from schakel.methods.estimation.bootstrap import usual_replicates
from schakel.methods.estimation.honesty import refusals
from schakel.methods.estimation.latent import classes
from schakel.methods.estimation.program import EXITS, main
from schakel.methods.estimation.tests.published import PUBLISHED, published

pytestmark = pytest.mark.pure
QUICK = ("--bootstrap", "100")


def _file(folder: Path, name: str) -> Path:
    names, people = PUBLISHED[name]
    path = folder / f"{name}.csv"
    rows = [
        [int(str(at + 1) in lists) for at in range(len(names))] + [count]
        for lists, count in people.items()
    ]
    path.write_text("\n".join(",".join(map(str, row)) for row in [[*names, "count"], *rows]))
    return path


def _ask(
    path: Path, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, dict[str, object]]:
    code = main([str(path), "--json", *QUICK, *more])
    return code, json.loads(capsys.readouterr().out)


def test_an_estimate_says_what_it_hangs_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = _ask(_file(tmp_path, "UKdat_5"), capsys)
    assert code == 0
    assert told["observed"] == 2744
    assert told["estimate"] == pytest.approx(11312.990, abs=1e-3)
    assert ["NG", "GP"] in told["model"]  # type: ignore[operator]
    assert told["refused"] == []
    assert {"methods_differ", "hangs_on_one_list"} <= set(told["warnings"])  # type: ignore[call-overload]


def test_a_limit_of_millions_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = _ask(_file(tmp_path, "Ned_5"), capsys, "--method", "bic")
    assert code == 3
    assert told["refused"] == ["interval_too_wide"]
    assert "estimate" not in told
    assert told["withheld"]["estimate"] == pytest.approx(148788.759, abs=1e-3)  # type: ignore[index]


def test_chains_that_disagree_are_refused() -> None:
    given = published("Ned_5")
    chains = classes(given.counts, given.lists, seed=3, steps=800)
    found = Estimate(
        "lcm", given.observed, 50_000, (40_000, 60_000), disagreement=chains.disagreement
    )
    assert refusals(given, found) == ["chains_disagree"]
    assert refusals(given, replace(found, disagreement=1.01)) == []


def test_too_little_overlap_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(_file(tmp_path, "Artificial_3")), *QUICK]) == 3
    told = capsys.readouterr().out
    assert "no estimate is given" in told
    assert "Fewer than ten people" in told
    assert "539" not in told


def test_merged_and_left_out_lists_are_asked_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _code, told = _ask(_file(tmp_path, "Ned"), capsys)
    other = told["sensitivity"]
    assert other["without"]["P"] == pytest.approx(186302, abs=1)  # type: ignore[index]
    assert other["merged"]["I+Z"] == pytest.approx(40132, abs=1)  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("a,b,c,count\n", "empty"),
        ("a,b,c,count\n1,0,2,5\n", "no_list"),
        ("a,b,age,count\n1,0,31,5\n", "no_list"),
        ("a,b,c,count\n1,0,1,-5\n", "negative_count"),
        ("a,b,c,count\n1,0,1,2.5\n", "fractional_count"),
        ("a,b,c,count\n1,0,1,many\n", "count"),
        ("a,b,c,count\n1,0,1,nan\n", "count"),
        ("a,b,c,count\n1,0,5\n", "width"),
        ("a,b,a,count\n1,0,1,5\n", "names"),
        ("a,b,n,count\n1,0,1,5\n", "counts"),
        ("a,b,c,count\n1,0,1,0\n", "nobody"),
        ('a,b,c,count\n1,0,"1,5\n', "unreadable"),
        (",".join([*"abcdefghijkl", "count"]) + "\n" + "1," * 12 + "5\n", "too_many_lists"),
    ],
)
def test_a_file_that_cannot_be_used(
    text: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lists.csv"
    path.write_text(text)
    ended, told = _ask(path, capsys)
    assert (ended, told["code"]) == (EXITS[code], code)


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err


LISTS = ("a", "b", "c", "d")
ROWS = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [1, 1, 0, 0], [0, 1, 1, 0], [1, 0, 1, 0]]
PEOPLE = [50, 40, 30, 12, 9, 7]


@pytest.mark.parametrize(
    ("extra", "note"),
    [
        ([([1, 0, 0, 0], 5)], "duplicate_rows"),
        ([([0, 0, 0, 0], 5)], "on_no_list"),
    ],
)
def test_what_can_be_mended_is_told(extra: list[tuple[list[int], int]], note: str) -> None:
    rows = [*ROWS, *(row for row, _count in extra)]
    found = table(LISTS, rows, [*PEOPLE, *(count for _row, count in extra)])
    assert note in found.notes
    # The fourth list holds nobody.
    assert (found.names, "empty_list" in found.notes) == (("a", "b", "c"), True)


def test_identical_lists_are_kept_once_and_a_list_of_everybody_not_at_all() -> None:
    found = table(("a", "b", "c", "d", "e"), [[*row[:3], row[0], 1] for row in ROWS], PEOPLE)
    assert found.names == ("a", "b", "c")
    assert set(found.notes) == {"identical_lists", "list_of_everybody"}
    assert (
        estimate(found, "independence").estimate
        == estimate(
            table(("a", "b", "c"), [row[:3] for row in ROWS], PEOPLE), "independence"
        ).estimate
    )


@pytest.mark.parametrize("lists", [1, 2])
def test_two_lists_are_refused(
    lists: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lists.csv"
    rows = ["a,b,count", "1,0,50", "0,1,40", "1,1,20"] if lists == 2 else ["a,count", "1,50"]
    path.write_text("\n".join(rows))
    code, told = _ask(path, capsys)
    assert (code, "too_few_lists" in told["refused"]) == (3, True)  # type: ignore[operator]


def test_a_thousand_million_people_are_reckoned_with() -> None:
    small = table(LISTS[:3], [row[:3] for row in ROWS], PEOPLE)
    large = table(LISTS[:3], [row[:3] for row in ROWS], [count * 10**9 for count in PEOPLE])
    ratio = estimate(large, "independence").estimate / estimate(small, "independence").estimate
    assert ratio == pytest.approx(1e9, rel=1e-9)


def test_rows_that_are_permuted_split_or_empty_change_nothing() -> None:
    names, people = PUBLISHED["Kosovo"]
    rows = [
        ([int(str(at + 1) in lists) for at in range(4)], count) for lists, count in people.items()
    ]
    first, count = rows[0]
    split = [*rows[:0:-1], (first, 100), (first, count - 100), ([0, 1, 0, 1], 0)]
    other = table(names, [row for row, _ in split], [count for _, count in split])
    asked = Asked(replicates=500)
    assert estimate(other, "stepwise", asked) == estimate(published("Kosovo"), "stepwise", asked)


@settings(max_examples=6, deadline=None)
@given(order=st.permutations(range(5)))
def test_the_order_of_lists_changes_nothing(order: list[int]) -> None:
    given = published("UKdat_5")
    cells = np.arange(1, 32)
    rows = [[int(cell >> at & 1) for at in order] for cell in cells.tolist()]
    moved = table([given.names[at] for at in order], rows, given.counts.astype(int).tolist())
    asked = Asked(replicates=200)
    found, other = estimate(given, "stepwise", asked), estimate(moved, "stepwise", asked)
    assert other.estimate == pytest.approx(found.estimate, rel=1e-9)
    assert other.interval == pytest.approx(found.interval, rel=1e-9)
    assert {frozenset(term) for term in other.terms} == {frozenset(term) for term in found.terms}


def test_the_same_seed_gives_the_same_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, "Korea")
    first, second = _ask(path, capsys), _ask(path, capsys)
    assert first == second
    assert _ask(path, capsys, "--seed", "2")[1]["interval"] != first[1]["interval"]


def test_a_file_is_read_as_it_was_meant(tmp_path: Path) -> None:
    found: Table = read(_file(tmp_path, "Ned"))
    assert (found.observed, found.on_several, found.lists) == (8234, 432, 6)


def test_many_lists_are_drawn_fewer_times_so_that_none_takes_an_hour() -> None:
    assert [usual_replicates(lists) for lists in (3, 6, 7, 8, 9, 10)] == [
        20_000, 20_000, 5_000, 5_000, 2_000, 2_000,
    ]  # fmt: skip


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no method"):
        estimate(published("Korea"), "magic")


def test_errors_have_codes() -> None:
    with pytest.raises(TableError) as problem:
        table([f"list {at}" for at in range(11)], [[1] * 11], [5])
    assert problem.value.code == "too_many_lists"
