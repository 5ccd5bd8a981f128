"""`schakel attack` on files: what it reads, what it says, and how it ends."""

import csv
import json
from argparse import ArgumentParser
from hashlib import sha256

import pyarrow as pa
import pytest

from schakel.methods.attacks import program
from schakel.methods.attacks.examination import examine
from schakel.methods.attacks.tests import registers

pytestmark = pytest.mark.pure


def written(folder, protection, rows=None, report=None):
    """A release of an invented register as files, beside its records."""
    rows = rows or registers.people(seed=2)
    made = registers.MAKERS[protection](rows)
    spec = {"dimensions": [{"name": name} for name in made.names], "base": 5, "ways": 3}
    (folder / "tables").mkdir(parents=True)
    _lines(folder.parent / "records.csv", made.names, rows)
    named = map(registers.files_names, made.cells)
    cells = [(*cell, count) for cell, count in zip(named, made.counts.tolist(), strict=True)]
    _lines(folder / "cube.csv", [*made.names, "count"], cells)
    by_kind = [
        (cell[0], count) for *cell, count in cells if cell[0] != "*" and {*cell[1:]} == {"*"}
    ]
    _lines(folder / "tables" / "kind.csv", ["kind", "count"], by_kind)
    (folder / "report.json").write_text(json.dumps(report or {"spec": spec}))
    return folder


def _lines(path, header, rows):
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def started(folder, *arguments):
    parser = ArgumentParser()
    program.add_arguments(parser)
    records = folder.parent / "records.csv"
    return program.execute(parser.parse_args([str(records), str(folder), *arguments]))


def test_a_release_that_holds_ends_with_0(tmp_path, capsys):
    folder = written(tmp_path / "out", "small_count")
    assert started(folder, "--json", "--targets", "50") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["passed"]
    assert [one["code"] for one in told["attacks"]] == [f"S{number}" for number in range(1, 10)]
    unmeasured = [one["code"] for one in told["attacks"] if one["passed"] is None]
    assert unmeasured == ["S4", "S5", "S8"]


def test_a_release_that_gives_away_ends_with_1_and_names_the_cell(tmp_path, capsys):
    folder = written(tmp_path / "out", "exact")
    assert started(folder, "--only", "S6,s2") == 1
    told = capsys.readouterr().out
    assert "BROKEN" in told
    assert "form=" in told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cube.csv", "kind,sex\nk0,s0\n"),
        ("cube.csv", "kind,sex,age,form,count\nk0,s0,*,*,many\n"),
        ("report.json", "{"),
        ("report.json", '{"spec": {"dimensions": []}}'),
        ("report.json", '{"spec": {"dimensions": ["length"]}}'),
        ("../records.csv", "kind,sex\nk0,s0\n"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_says_why(tmp_path, capsys, name, content):
    folder = written(tmp_path / "out", "small_count")
    (folder / name).write_text(content)
    assert started(folder, "--json") == 2
    assert json.loads(capsys.readouterr().out)["error"]


def test_an_unknown_attack_ends_with_2(tmp_path):
    assert started(written(tmp_path / "out", "small_count"), "--only", "S99") == 2


def test_a_table_that_differs_from_the_cube_is_seen(tmp_path, capsys):
    folder = written(tmp_path / "out", "small_count")
    (folder / "tables" / "kind.csv").write_text("kind,count\nk0,10\n")
    assert started(folder, "--only", "S6", "--json") == 1
    assert json.loads(capsys.readouterr().out)["attacks"][0]["worst_cell"].endswith("kind.csv")


def test_a_hash_of_the_records_is_seen(tmp_path, capsys):
    from_records = written(tmp_path / "first", "small_count").parent / "records.csv"
    digest = sha256(from_records.read_bytes()).hexdigest()
    report = {"dimensions": ["kind", "sex", "age", "form"], "made_of": digest}
    (tmp_path / "again").mkdir()
    folder = written(tmp_path / "again" / "out", "small_count", report=report)
    assert started(folder, "--only", "S9", "--json") == 1
    assert "SHA-256" in json.loads(capsys.readouterr().out)["attacks"][0]["worst_cell"]


def test_a_release_in_memory_is_attacked_for_the_officer():
    rows = registers.people(seed=2)
    names = registers.EMPTY.names
    records = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    found = {}
    for protection in ("small_count", "exact"):
        made = registers.MAKERS[protection](rows)
        told = map(list, zip(*map(registers.files_names, made.cells), strict=True))
        columns = dict(zip(names, told, strict=True))
        cells = pa.table({**columns, "count": made.counts})
        spec = {"dimensions": [{"name": name} for name in names], "base": 5, "ways": 3}
        found[protection] = examine(cells, records, spec, only=("S2", "S6"))
    assert [one.passed for one in found["small_count"]] == [True, True]
    assert [one.passed for one in found["exact"]] == [False, False]
    told = found["exact"][0].as_json()
    assert told["name"] == {"nl": "Tabellen oplossen", "en": "Solving the tables"}
    assert {"code", "measured", "limit", "passed", "worst_cell"} <= told.keys()
