"""Where keys come from, and what is said when they do not."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import assume, given
from hypothesis import strategies as st
from pytest_django import Settings

from schakel.foundation.vault import keys
from schakel.foundation.vault.fingerprints import fingerprint
from schakel.foundation.vault.keys import (
    KeyMissing,
    add_to_file,
    key_file,
    key_ring,
    make_file,
    new_key,
)
from schakel.foundation.vault.tokens import key_of, seal, unseal

pytestmark = pytest.mark.pure


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    """An empty home folder, with no keys in the environment."""
    settings.SCHAKEL_VAULT_KEYS = ""
    settings.SCHAKEL_HOME = tmp_path
    settings.SCHAKEL_MAKE_KEYS = True
    return tmp_path


def test_the_first_key_writes_and_the_others_read(settings: Settings) -> None:
    old, new = f"old:{new_key()}", f"new:{new_key()}"
    settings.SCHAKEL_VAULT_KEYS = old
    token = seal(b"Ana", "a.b")
    settings.SCHAKEL_VAULT_KEYS = f"{new},{old}"
    assert unseal(token, "a.b") == b"Ana"
    assert key_of(seal(b"Ana", "a.b")) == "new"


def test_fingerprints_survive_a_new_key(settings: Settings) -> None:
    old = f"old:{new_key()}"
    settings.SCHAKEL_VAULT_KEYS = old
    before, derived = fingerprint("batch", "a"), key_ring().index
    settings.SCHAKEL_VAULT_KEYS = f"new:{new_key()},{old}"
    assert fingerprint("batch", "a") == before
    settings.SCHAKEL_VAULT_KEYS = f"new:{new_key()},index:{keys.encoded(derived)}"
    assert fingerprint("batch", "a") == before


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_different_parts_have_different_fingerprints(left: list[str], right: list[str]) -> None:
    assume(left != right)
    assert fingerprint("batch", *left) != fingerprint("batch", *right)


@given(st.text())
def test_a_fingerprint_differs_per_purpose_and_is_stable(part: str) -> None:
    assert fingerprint("a", part) == fingerprint("a", part)
    assert fingerprint("a", part) != fingerprint("b", part)


def test_one_machine_makes_its_own_keys_for_its_owner_only(home: Path) -> None:
    ring = key_ring()
    path = key_file(home)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(ring.keys) == ["key-1"]
    keys.forget()
    assert key_ring().index == ring.index
    assert list(path.parent.iterdir()) == [path]


def test_a_server_without_keys_says_what_to_do(home: Path, settings: Settings) -> None:
    settings.SCHAKEL_MAKE_KEYS = False
    with pytest.raises(KeyMissing, match="SCHAKEL_VAULT_KEYS"):
        key_ring()
    assert not key_file(home).exists()


def test_making_keys_twice_keeps_the_first(home: Path) -> None:
    path = key_file(home)
    make_file(path)
    first = path.read_text()
    make_file(path)
    assert path.read_text() == first


def test_keys_are_made_where_hard_links_are_not(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr("os.link", refuse)
    assert key_ring().active == "key-1"


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from schakel.foundation.vault.keys import *; "
        "p = key_file(Path(sys.argv[1])); make_file(p); print(read_ring(p).index.hex())"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    answers = {process.communicate()[0] for process in started}
    assert len(answers) == 1
    assert answers != {""}


def test_a_running_process_finds_a_key_that_another_added(home: Path) -> None:
    ring = key_ring()
    path = key_file(home)
    content = json.loads(path.read_text())
    content["keys"].insert(0, {"id": "key-2", "key": new_key()})
    path.write_text(json.dumps(content))
    token = keys.read_ring(path)
    assert ring.active == "key-1"
    assert keys.reading_cipher("key-2") is not None
    assert key_ring().active == token.active == "key-2"


def test_adding_a_key_puts_it_first_and_keeps_the_index(home: Path) -> None:
    before = key_ring()
    assert add_to_file(key_file(home)) == "key-2"
    after = key_ring()
    assert list(after.keys) == ["key-2", "key-1"]
    assert after.index == before.index


@pytest.mark.parametrize(
    "text",
    [
        "no-colon",
        "short:AAEC",
        "UPPER:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "a.b:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "a:not base64",
        "index:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        ",",
    ],
)
def test_an_unusable_list_of_keys_is_refused(text: str, settings: Settings) -> None:
    settings.SCHAKEL_VAULT_KEYS = text
    with pytest.raises(KeyMissing) as caught:
        key_ring()
    assert "AAECAw" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"keys": []}', '{"index": 1, "keys": [{}]}'])
def test_a_damaged_key_file_is_never_replaced(home: Path, text: str) -> None:
    path = key_file(home)
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(KeyMissing):
        key_ring()
    assert path.read_text() == text


def test_a_ring_never_shows_its_keys() -> None:
    shown = repr(key_ring())
    assert "test-1" in shown
    assert django_settings.SCHAKEL_VAULT_KEYS.partition(":")[2] not in shown
