"""Traits, draws that are kept, several processes, errors in links, and the models that were looked at."""

import json
from pathlib import Path

import numpy as np
import pytest

from schakel.methods.estimation import Asked, estimate
from schakel.methods.estimation.candidates import candidates
from schakel.methods.estimation.covariates import estimate as by_traits
from schakel.methods.estimation.keeping import Kept
from schakel.methods.estimation.linking_errors import with_false, with_missed, without_error
from schakel.methods.estimation.program import EXITS, main
from schakel.methods.estimation.records import Records, from_json, of_table
from schakel.methods.estimation.tests.published import published

pytestmark = pytest.mark.pure


def people(number: int = 6_000) -> Records:
    """So many people of two sexes and three years on four lists, of which two depend on each other."""
    chance = np.random.default_rng(1)
    sex, year = chance.integers(0, 2, number), chance.integers(0, 3, number)
    a = chance.random(number) < np.where(sex == 0, 0.25, 0.1)
    b = chance.random(number) < np.where(a, 0.3, 0.12)
    c = chance.random(number) < 0.15 + 0.03 * year
    d = chance.random(number) < 0.1
    cells = a + 2 * b + 4 * c + 8 * d
    rows = tuple(
        (int(cell), ("FM"[one], str(2020 + at)), 1)
        for cell, one, at in zip(cells, sex, year, strict=True)
    )
    return Records(("a", "b", "c", "d"), ("sex", "year"), rows)


def test_one_model_over_lists_and_traits_finds_what_the_people_were_made_by() -> None:
    found = by_traits(people(), draws=50)
    assert set(found.model) == {("a", "b"), ("a", "sex"), ("c", "year")}
    low, high = found.interval
    assert low < 6_000 < high
    for trait in ("sex", "year"):
        groups = [one for one in found.groups if one.trait == trait]
        assert sum(one.estimate for one in groups) == pytest.approx(found.estimate)
        assert sum(one.observed for one in groups) == found.observed


def test_an_interaction_without_an_estimate_is_set_aside_and_no_number_is_given() -> None:
    rows = ((1, ("p",), 10), (2, ("p",), 10), (4, ("q",), 9), (3, ("p",), 2))
    found = by_traits(Records(("a", "b", "c"), ("x",), rows), draws=20)
    assert found.set_aside
    assert found.estimate < 1_000


def test_traits_at_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = people(3_000)
    lines = [
        ",".join([*(str(cell >> at & 1) for at in range(4)), *codes, str(n)])
        for cell, codes, n in records.rows
        if cell
    ]
    path = tmp_path / "people.csv"
    path.write_text("\n".join(["a;b;c;d;sex;year;count".replace(";", ","), *lines]))
    assert main([str(path), "--traits", "sex,year", "--bootstrap", "50", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["code"] for one in told["groups"]} == {"F", "M", "2020", "2021", "2022"}
    assert told["refused"] == []
    assert main([str(path), "--traits", "age"]) == EXITS["traits"]


def test_a_run_that_was_stopped_goes_on_with_what_it_kept(tmp_path: Path) -> None:
    table, path = published("Kosovo"), tmp_path / "kept.jsonl"
    whole = estimate(table, "stepwise", Asked(1_200, kept=Kept(path, ["k"])))
    lines = path.read_text().splitlines(keepends=True)
    # The machine failed while the third batch was written.
    path.write_text("".join(lines[:2]) + lines[2][:40])
    again = Kept(path, ["k"])
    assert sorted(again) == [0, 1]
    assert estimate(table, "stepwise", Asked(1_200, kept=again)) == whole
    assert sorted(Kept(path, ["k"])) == [0, 1, 2]
    assert not Kept(path, ["another seed"])


def test_two_processes_draw_what_one_draws() -> None:
    table = published("Korea")
    assert estimate(table, "stepwise", Asked(1_500)) == estimate(
        table, "stepwise", Asked(1_500, processes=2)
    )


@pytest.mark.parametrize("name", ["Kosovo", "UKdat_5", "Ned"])
def test_the_steps_that_are_told_lead_to_the_model_that_is_chosen(name: str) -> None:
    table = published(name)
    told = candidates(table)
    taken = [one for one in told if one.taken]
    assert taken[-1].model == estimate(table, "stepwise", Asked(0)).model
    assert all(one.chance < 0.02 and not one.trouble for one in taken)


def test_missed_links_raise_an_estimate_and_the_trend_leads_back() -> None:
    """Independent lists, so that one knows: fewer people on both, more people."""
    table = published("Kosovo")

    def asked(share: float) -> float:
        return estimate(with_missed(table, share), "independence", Asked(0)).estimate

    once, twice = asked(0.05), asked(0.1)
    assert asked(0) < once < twice
    back = without_error(once, twice, asked(0.15))
    assert abs(back / asked(0) - 1) < 0.02
    false = estimate(with_false(table, 0.05), "independence", Asked(0)).estimate
    assert false < asked(0)
    assert with_missed(table, 0.3).counts.min() >= 0


def test_records_are_the_same_however_they_are_kept_and_merge_as_tables_do() -> None:
    table = published("UKdat")
    records = from_json(of_table(table).as_json())
    assert records.table().digest == table.digest
    one, two = table.names[2], table.names[5]
    kept = [name for name in table.names if name not in (one, two)]
    grouped = records.grouped([*((name, [name]) for name in kept), ("both", [one, two])])
    places = table.names.index(one), table.names.index(two)
    assert sorted(grouped.table().counts) == sorted(table.merged(*places).counts)
