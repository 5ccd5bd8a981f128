"""`schakel synthesise`: what it writes, what it says, and what it refuses without leaving anything."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.csv as arrow_csv
import pytest

from schakel.methods.synthesis.accounting import BudgetError
from schakel.methods.synthesis.ledgers import Entry, LedgerError, spend, state_of
from schakel.methods.synthesis.program import main
from schakel.methods.synthesis.tests.registers import register

pytestmark = pytest.mark.pure

SIZES = (2, 3, 6)


@pytest.fixture
def microdata(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    arrow_csv.write_csv(register(2_000, 8, SIZES), path)
    return path


def _call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict]:
    code = main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_rows_a_report_and_the_ledger(
    microdata: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, ledger = tmp_path / "made.csv", tmp_path / "ledger.jsonl"
    options = (microdata, "--epsilon", 3, "--out", out, "--seed", 1, "--ledger", ledger)
    code, told = _call(capsys, *options)
    assert code == 0
    made = arrow_csv.read_csv(out)
    assert made.column_names == ["c0", "c1", "c2"]
    assert told["rows_out"] == made.num_rows
    assert told["measures"]["for_publication"] is told["attack"]["for_publication"] is False
    assert told["measures"]["tvd2"] < 0.1
    assert told["attack"]["auc"] < 0.6
    assert len(told["tree"]) == 2
    assert told["ledger"]["epsilon_left"] == 1
    # No more than is left, nor anything written then.
    again = tmp_path / "again.csv"
    code, refused = _call(capsys, microdata, "--epsilon", 1.5, "--out", again, "--ledger", ledger)
    assert code == 2
    assert "1 is left" in refused["error"]
    assert not again.exists()
    assert state_of(ledger).spent == 3


def test_the_same_seed_gives_the_same_bytes_and_the_system_never(
    microdata: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = []
    for place, seed in enumerate((["--seed", 5], ["--seed", 5], [], [])):
        out = tmp_path / f"{place}.csv"
        assert main([str(microdata), "--epsilon", "4", "--out", str(out), *map(str, seed)]) == 0
        made.append(out.read_bytes())
    told = capsys.readouterr().out
    assert told.count("for tests only") == 2
    assert made[0] == made[1]
    assert made[2] != made[3]


def test_columns_rows_and_lists_of_values(
    microdata: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "spec.toml"
    spec.write_text('[values]\nc1 = ["c1-00", "c1-01", "c1-02", "nobody"]\n')
    out = tmp_path / "made.csv"
    options = ("--epsilon", 2, "--out", out, "--rows", 50, "--columns", "c1,c2", "--spec", spec)
    code, told = _call(capsys, microdata, *options, "--no-measures")
    assert code == 0
    assert out.read_text().startswith("c1,c2\n")
    assert told["rows_out"] == 50
    assert [column["values_from"] for column in told["columns"]] == ["list", "named privately"]
    assert "measures" not in told
    # The specification of `schakel protect` will do as well.
    spec.write_text(
        '[[dimensions]]\nname = "c1"\nhierarchy = {c1-00 = "a", c1-01 = "a", c1-02 = "b"}\n'
    )
    code, told = _call(capsys, microdata, *options, "--no-measures")
    assert (code, told["columns"][0]["values"]) == (0, 4)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (["--epsilon", "4.5"], "at most 4"),
        (["--epsilon", "nan"], "at most 4"),
        (["--delta", "0.1"], "delta"),
        (["--columns", "c1,nothing"], "nothing"),
        (["--columns", ","], "--columns"),
        (["--rows", "0"], "--rows"),
        (["--seed", "-1"], "--seed"),
        (["--spec", "absent.toml"], "absent.toml"),
        (["--ledger", "register.csv"], "no ledger"),
        (["--out", "nowhere/made.csv"], "folder"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_written(
    changed: list[str],
    said: str,
    microdata: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(microdata.parent)
    options = ["register.csv", "--epsilon", "1", "--out", "made.csv", *changed]
    assert main(options) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert not told.out
    assert sorted(path.name for path in microdata.parent.iterdir()) == ["register.csv"]


@pytest.mark.parametrize("content", ["", "a,b\n", "a,b\n1,2,3\n", "a,a\n1,2\n", "a,b\n1,2\n3,4\n"])
def test_files_that_hold_no_register_are_refused(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.csv"
    path.write_text(content)
    code, told = _call(capsys, path, "--epsilon", 4, "--out", tmp_path / "made.csv")
    assert code == 2
    assert told["error"]
    assert not (tmp_path / "made.csv").exists()


def _entry(epsilon: float) -> Entry:
    return Entry("2026-01-01T00:00:00+00:00", epsilon, 1e-6, ("a",), 10, "0" * 64)


def test_two_at_once_cannot_spend_the_same_budget(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"

    def try_to(_number: int) -> bool:
        try:
            spend(ledger, _entry(1.0))
        except BudgetError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(try_to, range(20)))
    assert sum(done) == 4
    assert state_of(ledger).left == 0


def test_a_damaged_ledger_lets_nothing_pass(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    for epsilon in (0.1, 0.2, 0.3):
        spend(ledger, _entry(epsilon))
    assert state_of(ledger).left == pytest.approx(3.4)
    whole = ledger.read_bytes()
    for broken in (whole[:-5], whole + b"{}\n", whole.replace(b"0.2", b"-3")):
        ledger.write_bytes(broken)
        with pytest.raises(LedgerError, match="line"):
            spend(ledger, _entry(0.1))
