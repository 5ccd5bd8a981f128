"""The key of an epoch goes from the custodian to a partner, and to nobody between them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from schakel.methods.encoding import custody
from schakel.methods.encoding.envelopes import read_private_key
from schakel.methods.encoding.key_files import KeyFileError
from schakel.methods.encoding.keys import read_epoch_key

pytestmark = pytest.mark.pure

Steps = Callable[..., int]


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    """`schakel-custody` in an empty folder, the custodian's and a partner's key pair made."""
    monkeypatch.chdir(tmp_path)

    def step(line: str) -> int:
        return custody.main(line.split())

    assert step("key-pair custodian") == step("key-pair noord") == 0
    assert step("new-epoch 2026 --until 2026-12-31") == 0
    assert step(SEAL) == 0
    return step


SEAL = "seal epoch-2026.key.json --own custodian.private.json --partner noord.public.json"
OPEN = "open epoch-2026.for-noord.json --own noord.private.json --custodian custodian.public.json"


def change(path: str, **values: str) -> None:
    content = json.loads(Path(path).read_text("utf-8"))
    Path(path).write_text(json.dumps(content | values), encoding="utf-8")


def test_what_was_sealed_opens_for_whom_it_was_sealed(
    at: Steps, capsys: pytest.CaptureFixture[str]
) -> None:
    assert at(OPEN) == 0
    made, opened = (
        read_epoch_key(Path(name)) for name in ("epoch-2026.key.json", "epoch-2026.noord.key.json")
    )
    assert (made.key, made.epoch, made.until) == (opened.key, opened.epoch, opened.until)
    assert opened.partner == "noord"
    files = sorted(Path().glob("*.json"))
    for path in files:
        at(f"show {path}")
    told = "".join(capsys.readouterr()) + repr(made) + repr(read_private_key(files[0]))
    secrets = {
        json.loads(path.read_text("utf-8")).get(name)
        for path in files
        for name in ("key", "private")
    } - {None}
    assert len(secrets) == 3
    assert not [one for one in secrets if one in told]
    sealed = Path("epoch-2026.for-noord.json").read_text("utf-8")
    assert not [one for one in secrets if one in sealed]


@pytest.mark.parametrize("name", ["until", "epoch", "fingerprint", "sealed", "ephemeral"])
def test_a_changed_envelope_stays_closed(at: Steps, name: str) -> None:
    stands = json.loads(Path("epoch-2026.for-noord.json").read_text("utf-8"))[name]
    other = (
        "2027" if name == "epoch" else stands.replace(stands[3], "B" if stands[3] != "B" else "C")
    )
    change("epoch-2026.for-noord.json", **{name: other})
    assert at(OPEN) == 2
    assert not Path("epoch-2026.noord.key.json").exists()


def test_nobody_can_seal_in_the_custodians_name(at: Steps) -> None:
    """The linkage unit could read every code if a partner took a key from it."""
    Path("unit").mkdir()
    at("key-pair custodian --folder unit")
    Path("epoch-2026.for-noord.json").unlink()
    assert at(SEAL.replace("--own ", "--own unit/")) == 0
    assert at(OPEN) == 2


def test_an_envelope_opens_for_nobody_else(at: Steps) -> None:
    at("key-pair zuid")
    assert at(OPEN.replace("noord.private", "zuid.private")) == 2
    change("epoch-2026.for-noord.json", partner="zuid")
    assert at(OPEN.replace("noord.private", "zuid.private")) == 2


def test_a_key_that_others_can_read_is_refused(at: Steps) -> None:
    Path("epoch-2026.key.json").chmod(0o640)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_epoch_key(Path("epoch-2026.key.json"))


@pytest.mark.parametrize(
    "values",
    [
        *({"key": "AAAA"}, {"fingerprint": "0" * 16}, {"parameters": "0" * 16}, {"until": "later"}),
        *({"format": "schakel-public-key"}, {"more": ""}, {"partner": "a b"}, {"epoch": "now"}),
    ],
)
def test_a_damaged_key_is_refused(at: Steps, values: dict[str, str]) -> None:
    change("epoch-2026.key.json", **values)
    with pytest.raises(KeyFileError):
        read_epoch_key(Path("epoch-2026.key.json"))


def test_nothing_is_written_over(at: Steps) -> None:
    before = {path: path.read_bytes() for path in Path().glob("*.json")}
    assert at("key-pair noord") == at("new-epoch 2026 --until 2027-12-31") == at(SEAL) == 2
    assert {path: path.read_bytes() for path in Path().glob("*.json")} == before


def test_a_key_is_gone_after_its_epoch_and_nothing_else_is(at: Steps) -> None:
    Path("list.csv").write_text("report_id\n", encoding="utf-8")
    assert at("delete epoch-2026.key.json list.csv") == 2
    assert Path("list.csv").exists()
    assert Path("epoch-2026.key.json").exists()
    assert at("delete epoch-2026.key.json noord.private.json") == 0
    assert not Path("epoch-2026.key.json").exists()


def test_a_key_for_days_that_are_past_is_told_to_be_of_no_use(
    at: Steps, capsys: pytest.CaptureFixture[str]
) -> None:
    assert at("new-epoch 2020 --until 2020-12-31") == 0
    assert "is past" in capsys.readouterr().out
