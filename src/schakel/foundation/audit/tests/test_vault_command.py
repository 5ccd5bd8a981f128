"""`schakel vault`: looking after keys, with every step in the log."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from schakel.foundation.audit.models import Entry
from schakel.foundation.vault.canary import verify_keys
from schakel.foundation.vault.keys import forget, key_file, key_ring, new_key
from schakel.foundation.vault.models import VaultCanary

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("vault", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def server(tmp_path: Path, settings: Settings) -> Path:
    """A server that keeps its keys in a file and makes none by itself."""
    settings.SCHAKEL_VAULT_KEYS = ""
    settings.SCHAKEL_HOME = tmp_path
    settings.SCHAKEL_MAKE_KEYS = False
    VaultCanary.objects.all().delete()
    forget()
    return key_file(tmp_path)


def test_a_server_without_keys_is_told_what_to_do_and_can_do_it(server: Path) -> None:
    with pytest.raises(CommandError, match="vault add-key"):
        run("check")
    out, _err = run("add-key")
    assert "key-1" in out
    assert "key-1" in run("check")[0]


def test_a_second_key_writes_and_is_logged_without_showing_it(server: Path) -> None:
    run("add-key")
    out, err = run("add-key")
    content = json.loads(server.read_text())
    assert [entry["id"] for entry in content["keys"]] == ["key-2", "key-1"]
    assert not any(entry["key"] in out + err for entry in content["keys"])
    logged = Entry.objects.order_by("sequence").values_list("object_id", "data", "event")
    assert list(logged) == [("key-1", "add_key", "security"), ("key-2", "add_key", "security")]
    run("rotate")
    assert [entry.data for entry in Entry.objects.all()[:2]] == [
        "rotate_end,values:0",
        "rotate_begin",
    ]
    assert list(VaultCanary.objects.exclude(key_id="index").values_list("key_id", flat=True)) == [
        "key-2"
    ]


def test_a_lost_key_file_is_not_replaced_by_a_fresh_one(server: Path) -> None:
    run("add-key")
    server.unlink()
    forget()
    with pytest.raises(CommandError, match="Restore"):
        run("add-key")
    assert not server.exists()


def test_a_wrong_key_stops_every_command_that_writes(settings: Settings) -> None:
    verify_keys()
    settings.SCHAKEL_VAULT_KEYS = f"test-1:{new_key()},{key_ring().index_entry}"
    for command in ("check", "rotate"):
        with pytest.raises(CommandError, match="test-1"):
            run(command)
    assert not Entry.objects.exists()


def test_keys_from_the_environment_are_printed_for_the_operator(settings: Settings) -> None:
    verify_keys()
    out, err = run("add-key")
    entry, index = out.split()
    assert "SCHAKEL_VAULT_KEYS" in err
    settings.SCHAKEL_VAULT_KEYS = f"{entry},{settings.SCHAKEL_VAULT_KEYS},{index}"
    assert verify_keys().active == "key-2"


def test_the_status_names_the_keys() -> None:
    out, _err = run("status")
    assert "'test-1' writes" in out
