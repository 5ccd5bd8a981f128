"""`schakel-encode` as a sender meets it: codes go out, names stay, and nothing else is needed."""

import json
from datetime import date
from pathlib import Path

import pytest

from schakel.methods.encoding import program
from schakel.methods.encoding.golden import IDENTITIES
from schakel.methods.encoding.keys import EpochKey, new_key, write_epoch_key
from schakel.methods.encoding.messages import read

pytestmark = pytest.mark.pure

KEY = EpochKey("2026", date(2099, 12, 31), bytes(range(32)), "noord")
LIST = """report_id,first_names,last_name,dob,sex,nationality
R1,Anna,Jansen,1999-05-29,V,NLD
R2,Anna,Jansen,1999,V,NLD
R3,Anna,Jansen,,V,NLD
R4,onbekend,,1999-05-29,V,NLD
R5,,,,V,NLD
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_epoch_key(tmp_path / "key.json", KEY)
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def encode(*more: str) -> int:
    return program.main(["list.csv", "--key", "key.json", *more])


def test_a_list_becomes_codes_and_what_could_not_be_encoded_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert encode() == 0
    told = capsys.readouterr().out
    assert "encoded 2, not encodable 3" in told
    assert "1 with no name: line 5" in told
    content = (folder / "codes.jsonl").read_bytes()
    assert b"Anna" not in content
    with (folder / "codes.jsonl").open("rb") as file:
        message = read(file, epochs={"2026"}, partner="noord")
    golden = [(one["by_year"], one["by_day"]) for one in IDENTITIES]
    made = [(row.codes.by_year.hex(), row.codes.by_day.hex()) for row in message.rows]
    assert made == [golden[0], golden[3]]
    assert [row.ref for row in message.rows] == ["R1", "R2"]
    assert message.not_encodable == 3


def test_a_list_from_a_spreadsheet_gives_the_same_codes(folder: Path) -> None:
    encode()
    rows = [";".join(f'"{cell}"' for cell in line.split(",")) for line in LIST.splitlines()]
    (folder / "list.csv").write_bytes("\r\n".join(rows).encode("utf-8-sig"))
    assert encode("--out", "other.jsonl", "--json") == 0
    assert (folder / "other.jsonl").read_bytes() == (folder / "codes.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("report_id,dob\nR 1,1999\n", "letters"),
        ("report_id,last_name\n2026-jansen,Jansen\n", "holds the name"),
        ("report_id,v_number\nV2812345678,281.234.5678\n", "a number"),
        ("report_id,dob\n=R1,1999\n", "formula"),
        ("name,dob\nJansen,1999\n", "report_id"),
        ("report_id,dob\n", "no reports"),
        ('report_id,last_name,dob\nR1,"Jansen,1999\nR2,Bos,1999\n', "line 3"),
    ],
)
def test_a_list_that_cannot_be_used_writes_nothing_and_repeats_nothing(
    folder: Path, content: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "list.csv").write_text(content, encoding="utf-8")
    assert encode() == 2
    problem = capsys.readouterr().err
    assert words in problem
    assert "ansen" not in problem
    assert sorted(path.name for path in folder.iterdir()) == ["key.json", "list.csv"]


def test_a_line_is_that_of_the_file_and_a_column_that_is_not_read_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = 'report_id,voornaam,last_name,dob\n\nR1,Anna,"Jan\nsen",1999\n\nR2,Anna,,1999\n'
    (folder / "list.csv").write_text(rows, encoding="utf-8")
    assert encode() == 0
    told = capsys.readouterr().out
    assert "with no name: line 6" in told
    assert "columns not used: voornaam" in told


def test_a_date_in_another_order_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "list.csv").write_text(
        "report_id,last_name,dob\nR1,Bos,29-05-1999\n", encoding="utf-8"
    )
    assert encode() == 0
    assert "date of birth that is not read (write 1992-05-03" in capsys.readouterr().out


def test_what_stands_there_is_not_written_over(folder: Path) -> None:
    assert encode("--out", "list.csv") == 2
    assert (folder / "list.csv").read_text("utf-8") == LIST


def test_a_key_serves_its_partner_until_its_last_day(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert encode("--partner", "zuid") == 2
    (folder / "key.json").unlink()
    write_epoch_key(folder / "key.json", new_key("2020", date(2020, 12, 31)))
    assert encode("--partner", "zuid", "--json") == 2
    assert "ended on 2020-12-31" in json.loads(capsys.readouterr().out)["error"]
