"""`schakel link` as somebody at a command line meets it."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from schakel.methods.linkage.model import stored_parameters
from schakel.methods.linkage.tests.invention import reports

pytestmark = pytest.mark.pure

COLUMNS = (
    *("report_id", "report_date", "first_names", "last_name", "sex", "dob", "nationality"),
    *("birth_place", "phone", "v_number"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows, truth = reports(150, seed=9)
    with (tmp_path / "reports.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    lines = ["report_id,person_id", *(f"{report},P{person}" for report, person in truth.items())]
    (tmp_path / "truth.csv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def link(folder: Path, *options: str, capsys: pytest.CaptureFixture[str]) -> dict:
    out = folder / "pairs.csv"
    call_command("link", str(folder / "reports.csv"), "--out", str(out), "--json", *options)
    return json.loads(capsys.readouterr().out)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_pairs_and_clusters_are_written_and_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = link(folder, "--labels", str(folder / "truth.csv"), capsys=capsys)
    pairs, clusters = read(folder / "pairs.csv"), read(folder / "clusters.csv")
    assert list(pairs[0]) == ["report_id_l", "report_id_r", "score", "decision"]
    assert len(pairs) == told["candidates"] == told["auto"] + told["review"] + told["no"]
    assert {pair["decision"] for pair in pairs} <= {"auto", "review", "no"}
    assert all(pair["report_id_l"] < pair["report_id_r"] for pair in pairs)
    assert [row["report_id"] for row in clusters] == [
        row["report_id"] for row in read(folder / "reports.csv")
    ]
    assert len({row["cluster_id"] for row in clusters}) == told["persons"]
    best = max(row["f1"] for row in told["quality"])
    assert best > 0.85


def test_the_same_list_gives_the_same_bytes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link(folder, capsys=capsys)
    first = (folder / "pairs.csv").read_bytes(), (folder / "clusters.csv").read_bytes()
    link(folder, capsys=capsys)
    assert ((folder / "pairs.csv").read_bytes(), (folder / "clusters.csv").read_bytes()) == first


def test_labels_of_some_pairs_judge_those_pairs_only(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link(folder, capsys=capsys)
    one, other = read(folder / "pairs.csv")[:2]
    labels = folder / "labels.csv"
    labels.write_text(
        "report_id_l,report_id_r,match\n"
        f"{one['report_id_r']},{one['report_id_l']},1\n"
        f"{other['report_id_l']},{other['report_id_r']},0\n",
        encoding="utf-8",
    )
    told = link(folder, "--labels", str(labels), capsys=capsys)
    assert max(row["pairs"] for row in told["quality"]) <= 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "report_id"),
        (b"report_id,colour\n1,red\n", "at least one of"),
        (b"report_id,dob\n1,1999\n1,1999\n", "line 3"),
        (b"report_id,dob\n,1999\n", "line 2"),
        (b"report_id,dob\n=1+1,1999\n", "formula"),
        ("report_id,dob\n1,é\n".encode("cp1252"), "UTF-8"),
        (b"report_id,dob\n\x00,1\n", "no text"),
        (b"report_id,dob\nA," + b"1" * 200_000, "line 2: a cell holds more than"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_writes_nothing(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "reports.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("link", str(path), "--out", str(tmp_path / "pairs.csv"))
    assert not (tmp_path / "pairs.csv").exists()


@pytest.mark.parametrize("out", ["reports.csv", "clusters.csv"])
def test_nothing_is_written_over(folder: Path, out: str) -> None:
    before = (folder / "reports.csv").read_bytes()
    with pytest.raises(CommandError, match="another name"):
        call_command("link", str(folder / "reports.csv"), "--out", str(folder / out))
    assert (folder / "reports.csv").read_bytes() == before
    assert not (folder / "clusters.csv").exists()


@pytest.mark.parametrize(("out", "words"), [("", "name of a file"), ("none/a.csv", "not there")])
def test_a_place_to_write_that_is_none_is_told_before_the_work(
    folder: Path, out: str, words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("link", str(folder / "reports.csv"), "--out", str(folder / out))


def test_a_line_break_inside_a_cell_is_part_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "reports.csv").write_text(
        'report_id,last_name,dob\nA,"Jan\u2028sen\nBakker",1999\nB,Bos,2001\n', encoding="utf-8"
    )
    assert link(tmp_path, capsys=capsys)["reports"] == 2


def test_the_order_of_lines_and_columns_and_what_nobody_asked_for_make_no_difference(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link(folder, capsys=capsys)
    before = (folder / "pairs.csv").read_bytes()
    rows = read(folder / "reports.csv")[::-1]
    with (folder / "reports.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["weather", *COLUMNS[::-1]], delimiter=";")
        writer.writeheader()
        writer.writerows({"weather": "rain", **row} for row in rows)
    link(folder, capsys=capsys)
    assert (folder / "pairs.csv").read_bytes() == before


def test_few_labels_teach_nothing_and_it_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = link(folder, "--labels", str(folder / "truth.csv"), capsys=capsys)
    assert not told["second_stage"]["used"]
    assert "it takes" in told["second_stage"]["why"]
    assert told["quality"] == told["quality_stored"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("report_id_l,report_id_r,label\nM0000001,M0000002,perhaps\n", "line 2: the label"),
        ("report_id_l,report_id_r,label\nX,Y,1\n", "no report of the list"),
        (
            "report_id_l,report_id_r,label\nM0000001,M0000002,1\nM0000002,M0000001,0\n",
            "line 3: this pair is both",
        ),
        ("report_id,person_id\nM0000001,P1\nM0000001,P2\n", "line 3: this report has two"),
        ("a,b\n1,2\n", "holds no labels"),
    ],
)
def test_labels_that_cannot_be_used_say_why(folder: Path, content: str, words: str) -> None:
    labels = folder / "labels.csv"
    labels.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=words):
        call_command("link", str(folder / "reports.csv"), "--labels", str(labels))


@pytest.mark.parametrize("answers", ["label;true;false;", "match;1;0;?", "same;ja;NEE;unsure"])
def test_labels_are_read_in_any_usual_form(
    folder: Path, capsys: pytest.CaptureFixture[str], answers: str
) -> None:
    link(folder, capsys=capsys)
    column, *words = answers.split(";")
    lines = [
        f"{pair['report_id_r']};{pair['report_id_l']};{word}"
        for pair, word in zip(read(folder / "pairs.csv"), words, strict=False)
    ]
    labels = folder / "labels.csv"
    labels.write_text("\n".join([f"report_id_l;report_id_r;{column}", *lines]), encoding="utf-8")
    told = link(folder, "--labels", str(labels), capsys=capsys)
    assert told["second_stage"]["why"].startswith("1 true and 1 false")


def test_another_model_gives_other_scores_and_says_which(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = link(folder, capsys=capsys)
    other = replace(stored_parameters(), pairs_per_record=0.01)
    (folder / "model.json").write_text(other.to_json(), encoding="utf-8")
    told = link(folder, "--model", str(folder / "model.json"), capsys=capsys)
    assert told["fingerprint"] == other.fingerprint != shipped["fingerprint"]
    assert told["auto"] < shipped["auto"]


@pytest.mark.parametrize("text", ["[]", "{}", "no", '{"version": "0"}', '{"version": "2"}'])
def test_what_is_no_model_is_refused(folder: Path, text: str) -> None:
    (folder / "model.json").write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="no model of version"):
        call_command("link", str(folder / "reports.csv"), "--model", str(folder / "model.json"))


def test_numbers_beyond_all_measure_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "reports.csv").write_text(
        "report_id,last_name,dob,age_stated,report_date\n"
        f"A,Bos,{'9' * 30}-01-02,,\nB,Bos,,{'9' * 30},2020-01-01\nC,Bos,,19,{'9' * 30}\n",
        encoding="utf-8",
    )
    assert link(tmp_path, capsys=capsys)["reports"] == 3


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("link", str(tmp_path / "nowhere.csv"), "--json")
    assert ended.value.code == 2
    assert "nowhere.csv" in json.loads(capsys.readouterr().out)["error"]


def test_what_was_passed_over_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (folder / "reports.csv").read_text("utf-8").splitlines()
    place = COLUMNS.index("dob")
    first = next(csv.reader([lines[1]]))
    first[place] = "3-5-1992"
    lines[0] += ",shoe size"
    lines[1] = ",".join(f'"{cell}"' for cell in first) + ",38"
    (folder / "reports.csv").write_text("\n".join(lines), encoding="utf-8")
    call_command("link", str(folder / "reports.csv"), "--out", str(folder / "p.csv"), "--json")
    written = capsys.readouterr()
    told = json.loads(written.out)
    assert (told["dates_not_read"], told["columns_not_used"]) == (1, ["shoe size"])
    assert "1 dates of birth could not be read" in written.err
    assert "shoe size" in written.err
