"""`schakel` as a newcomer meets it."""

import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from schakel.config import cli, commands

pytestmark = pytest.mark.pure


def call(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["schakel", *arguments])
    cli.main()


@pytest.mark.parametrize("arguments", [(), ("help",), ("--help",)])
def test_help_names_every_command_with_hyphens_and_what_it_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    call(monkeypatch, *arguments)
    lines = capsys.readouterr().out.splitlines()
    told = [line.removeprefix("  ") for line in lines if line.startswith("  ")]
    names = [commands.called(name) for name in commands.own_commands()]
    assert {"import-reports", "linkage-unit serve"} <= set(names)
    assert not [name for name in names if "_" in name]
    assert len(told) == len(names)
    for name in names:
        whats = [line.removeprefix(name).strip() for line in told if line.startswith(f"{name} ")]
        assert len(whats) == 1, name
        assert len(whats[0]) > 15
        assert not whats[0].startswith("The ")


def test_the_demo_stands_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    call(monkeypatch)
    listed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert listed[0].split()[0] == "demo"


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (OperationalError("database or disk is full"), "free space"),
        (PermissionError(13, "Permission denied", "keys"), "you may use it"),
        (ImproperlyConfigured("Set SCHAKEL_SECRET_KEY"), "Set SCHAKEL_SECRET_KEY"),
    ],
)
def test_what_is_wrong_with_the_machine_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    advice: str,
) -> None:
    def fail(_arguments: list[str]) -> None:
        raise error

    monkeypatch.setattr(commands, "run", fail)
    with pytest.raises(SystemExit) as stopped:
        call(monkeypatch, "serve")
    told = capsys.readouterr().err
    assert stopped.value.code == 2
    assert advice in told
    assert "Traceback" not in told
