"""Whoever seals without an encrypted field says where, or a key would leave while something needs it."""

import pytest

from tests.architecture.source import REPOSITORY, app_of, imports, module, named, product_files

pytestmark = pytest.mark.pure

VAULT = "schakel.foundation.vault"
SEAL = f"{VAULT}.tokens.seal"
# Sealed for less than an hour, in the cache: gone before a key goes, and nobody misses it.
PASSING = "schakel.foundation.access"


def test_apps_that_seal_state_their_tokens() -> None:
    sealing = {
        app_of(module(path)): named(path)
        for path in product_files()
        if any(name == SEAL for name, _line in imports(path))
    }
    del sealing[VAULT], sealing[PASSING]
    assert "schakel.foundation.accounts" in sealing  # the test sees what it looks for
    silent = {
        app: path
        for app, path in sealing.items()
        if app is None or not (REPOSITORY / "src" / app.replace(".", "/") / "sealed.py").is_file()
    }
    assert not silent, f"these seal, but have no sealed.py for the rotation: {silent}"
