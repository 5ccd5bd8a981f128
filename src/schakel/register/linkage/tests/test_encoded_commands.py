"""`schakel encode`, `custody` and `link-encoded` as somebody at a command line meets them."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from schakel.methods.encoding.bits import Codes, Encoder
from schakel.methods.encoding.keys import EpochKey, write_epoch_key
from schakel.methods.encoding.linking import default_threshold
from schakel.methods.encoding.messages import Head, Message, Row, write
from schakel.methods.encoding.parameters import EncodingParameters
from schakel.methods.linkage.records import record_of
from schakel.methods.linkage.tests.invention import reports

pytestmark = pytest.mark.pure

KEY = bytes(range(32))
ROWS, TRUTH = reports(120, seed=9)


def message(rows: list[dict[str, str]], **head: str) -> bytes:
    encoder = Encoder(KEY, EncodingParameters())
    records = [record_of(row) for row in rows]
    file = io.BytesIO()
    parts = {"epoch": "2026", "key": "0" * 16, "partner": "noord", **head}
    write(file, Head(**parts), [Row(one.id, encoder.encode(one)) for one in records])
    return file.getvalue()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every other report from one sender, the rest from another."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "north.jsonl").write_bytes(message(ROWS[::2]))
    (tmp_path / "south.jsonl").write_bytes(message(ROWS[1::2], partner="zuid"))
    lines = ["report_id,person_id", *(f"{report},P{person}" for report, person in TRUTH.items())]
    (tmp_path / "truth.csv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def link(*given: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    call_command("link_encoded", *given, "--json", "--labels", "truth.csv")
    return json.loads(capsys.readouterr().out)


def read(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_two_senders_are_compared_and_each_with_itself_only_if_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    across = link("north.jsonl", "south.jsonl", capsys=capsys)
    pairs = read("pairs.csv")
    assert len(pairs) == across["pairs"] == across["strong"] + across["weak"]
    assert all({row["partner_l"], row["partner_r"]} == {"noord", "zuid"} for row in pairs)
    assert all(row["report_id_l"] < row["report_id_r"] for row in pairs)
    assert {row["decision"] for row in pairs} == {"review"}
    assert across["quality"][0]["f1"] > 0.75
    clusters = read("clusters.csv")
    assert len(clusters) == across["reports"]
    assert len({row["cluster_id"] for row in clusters}) == across["persons"]
    within = link("north.jsonl", "south.jsonl", "--within", capsys=capsys)
    alone = [link(name, capsys=capsys)["pairs"] for name in ("north.jsonl", "south.jsonl")]
    assert within["pairs"] == across["pairs"] + sum(alone)


@pytest.mark.parametrize(
    ("sizes", "within", "threshold"),
    [
        ((20_000,), True, 0.69),
        ((10_000,), True, 0.68),
        ((10_000, 10_000), True, 0.69),
        ((100_000, 100_000), False, 0.718),
        ((1,), True, 0.65),
        ((1, 0), False, 0.65),
    ],
)
def test_the_more_are_compared_the_more_alike_they_must_be(
    sizes: tuple[int, ...], within: bool, threshold: float
) -> None:
    head, row = Head("2026", "0" * 16, "noord"), Row("R1", Codes(b"x" * 64))
    messages = [Message(head, [row] * size, 0) for size in sizes]
    assert default_threshold(messages, within) == threshold


def test_the_order_of_the_files_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = link("north.jsonl", "south.jsonl", capsys=capsys)
    written = Path("pairs.csv").read_bytes()
    assert link("south.jsonl", "north.jsonl", capsys=capsys) == first
    assert Path("pairs.csv").read_bytes() == written


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (message(ROWS[:3], epoch="2027"), "epochs"),
        (message(ROWS[:3], key="1" * 16), "keys"),
        (message(ROWS[:5:2]), "two of the files"),
        (message(ROWS[:3])[:-40], "other.jsonl: line"),
        (b"report_id,dob\n", "other.jsonl: line 1"),
    ],
)
def test_what_cannot_be_compared_is_refused_and_nothing_written(
    folder: Path, content: bytes, words: str
) -> None:
    (folder / "other.jsonl").write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("link_encoded", "north.jsonl", "other.jsonl")
    with pytest.raises(CommandError, match="write over"):
        call_command("link_encoded", "north.jsonl", "--out", "north.jsonl")
    assert not Path("pairs.csv").exists()


def test_schakel_has_the_senders_and_the_custodians_programs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_epoch_key(folder / "key.json", EpochKey("2026", date(2099, 12, 31), KEY))
    call_command("custody", "show", "key.json")
    assert "2099-12-31" in capsys.readouterr().out
    Path("list.csv").write_text("report_id,last_name,dob\nR1,Bos,1999\n", encoding="utf-8")
    given = ("list.csv", "--key", "key.json", "--out", "codes.jsonl")
    with pytest.raises(SystemExit) as ended:
        call_command("encode", *given)
    assert ended.value.code == 2
    call_command("encode", *given, "--partner", "west", "--json")
    assert json.loads(capsys.readouterr().out)["encoded"] == 1
