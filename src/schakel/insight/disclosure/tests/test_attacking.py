"""`schakel attack` with the product's own protection: both commands on files, one after the other."""

import csv
import json

import pytest

from schakel.insight.disclosure import attacking
from schakel.methods.attacks.tests import registers
from schakel.methods.disclosure import program

pytestmark = pytest.mark.pure


@pytest.fixture
def folder(tmp_path):
    """A register in two years, protected."""
    rows = registers.people(seed=3, many=600)
    with (tmp_path / "records.csv").open("w", newline="") as file:
        names = [*registers.EMPTY.names, "year"]
        years = (2023 + place % 2 for place in range(len(rows)))
        csv.writer(file).writerows(
            [names, *((*row, year) for row, year in zip(rows, years, strict=True))]
        )
    (tmp_path / "spec.toml").write_text(
        'dimensions = ["kind", "sex", "age", "form"]\nways = 2\nperiod = "year"\n'
    )
    arguments = [f"{tmp_path}/records.csv", "--spec", f"{tmp_path}/spec.toml"]
    assert program.main([*arguments, "--out", f"{tmp_path}/out"]) == 0
    return tmp_path


def attacked(folder, capsys, *arguments):
    capsys.readouterr()
    code = attacking.main([f"{folder}/records.csv", f"{folder}/out", "--json", *arguments])
    return code, {one["code"]: one for one in json.loads(capsys.readouterr().out)["attacks"]}


def test_what_protect_writes_withstands_every_attack(folder, capsys):
    arguments = ("--only", "S1,S2,S3,S5,S6,S9", "--targets", "40", "--builds", "2")
    code, found = attacked(folder, capsys, *arguments)
    assert code == 0, found
    assert all(one["passed"] for one in found.values())
    assert found["S9"]["details"]["changes_tried"]


def test_pairs_of_releases_are_built_and_small_batches_refused(folder, capsys):
    _code, found = attacked(folder, capsys, "--only", "S4", "--pairs", "2")
    assert found["S4"]["details"]["smaller_batches_refused"]
    assert found["S4"]["measured"] is not None


def test_a_number_that_was_changed_afterwards_is_seen(folder, capsys):
    cube = folder / "out" / "cube.csv"
    lines = cube.read_text().splitlines()
    lines[1] = lines[1].rpartition(",")[0] + ",3"
    cube.write_text("\n".join(lines) + "\n")
    code, found = attacked(folder, capsys, "--only", "S5,S6", "--builds", "1")
    assert code == 1
    assert not found["S5"]["passed"]
    assert not found["S6"]["passed"]


def test_a_release_with_a_secret_is_only_built_again_with_it(folder, capsys):
    (folder / "secret").write_text("k" * 40)
    arguments = [f"{folder}/records.csv", "--spec", f"{folder}/spec.toml", "--out", f"{folder}/out"]
    assert program.main([*arguments, "--key", f"{folder}/secret"]) == 0
    asked = ("--only", "S4,S5,S8,S9", "--pairs", "2", "--builds", "1")
    code, without = attacked(folder, capsys, *asked)
    assert code == 0
    assert [without[one]["passed"] for one in ("S4", "S5", "S8")] == [None] * 3
    assert "--key" in without["S5"]["note"]
    code, found = attacked(folder, capsys, "--key", f"{folder}/secret", *asked)
    assert found["S5"]["passed"]
    assert found["S9"]["details"]["changes_tried"]
    (folder / "secret").write_text("l" * 40)
    code, found = attacked(folder, capsys, "--key", f"{folder}/secret", "--only", "S5")
    assert (code, found["S5"]["passed"]) == (1, False)


def test_a_folder_is_attacked_without_what_lies_beside_it_and_that_is_said(folder, capsys):
    assert notes(folder, capsys) == []
    (folder / "out").rename(folder / "elsewhere")
    (told,) = notes(folder, capsys, "elsewhere")
    assert "not checked" in told
    (folder / "elsewhere").rename(folder / "out")
    with (folder / "records.csv").open("a") as file:
        file.write("k0,s0,a0,f0,2023\n")
    (told,) = notes(folder, capsys)
    assert "another file" in told


def notes(folder, capsys, name="out"):
    capsys.readouterr()
    attacking.main([f"{folder}/records.csv", f"{folder}/{name}", "--json", "--only", "S6"])
    return json.loads(capsys.readouterr().out)["notes"]
