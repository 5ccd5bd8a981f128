"""A machine that cannot do what is asked: a message that says what to do, never a stack of calls."""

import base64
import resource
import socket
from pathlib import Path

import pytest

from tests.demo import Home

pytestmark = pytest.mark.pure

SMALL_DISK = 400_000  # bytes per file; an empty database is larger


def _message(done: object) -> str:
    """What the user reads; a traceback is not a message."""
    text = done.stdout + done.stderr
    assert done.returncode != 0, text
    assert "Traceback" not in text, text
    return text


def _fill_the_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_DISK, SMALL_DISK))


def test_a_full_disk_is_named(home: Home) -> None:
    text = _message(home.run("setup", preexec_fn=_fill_the_disk))
    assert "free space" in text


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    # A file where the folder should be: not even the administrator can write inside it.
    occupied = tmp_path / "occupied"
    occupied.write_text("this is a file")
    home = Home(tmp_path, {"SCHAKEL_HOME": str(occupied / "home")})
    text = _message(home.run("setup"))
    assert str(occupied) in text


def test_a_wrong_key_is_refused(prepared: Home, tmp_path: Path) -> None:
    """Data sealed with one key must not be mixed with data under a key of the same name."""
    report = tmp_path / "lists.csv"
    report.write_text("person,list\nP1,P\n", encoding="utf-8")
    assert prepared.run("import-reports", str(report), "--format", "lists").returncode == 0
    wrong = base64.b64encode(bytes(range(32))).decode()
    stranger = Home(prepared.path, {"SCHAKEL_VAULT_KEYS": f"other:{wrong}"})
    report.write_text("person,list\nP2,P\n", encoding="utf-8")
    text = _message(stranger.run("import-reports", str(report), "--format", "lists"))
    assert "key" in text.lower()


def test_a_malformed_key_is_refused(home: Home) -> None:
    text = _message(Home(home.path, {"SCHAKEL_VAULT_KEYS": "one:short"}).run("setup"))
    assert "key" in text.lower()


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_taken_port_is_named_with_a_way_out(prepared: Home, command: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        text = _message(prepared.run(command, "--port", str(port)))
    assert str(port) in text
    assert "PORT=" in text


def test_an_unknown_command_is_named(home: Home) -> None:
    assert "no-such-thing" in _message(home.run("no-such-thing"))
