"""One English text, one Dutch: Django merges the catalogues of all apps, and one of two wins everywhere."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from schakel.config.settings.base import INSTALLED_APPS
from schakel.foundation.ui.wording import DJANGO_MESSAGES
from scripts.messages import apps, catalogue_path, clashes, read

pytestmark = pytest.mark.pure

# Texts of libraries that we word otherwise on purpose. Their own pages with these texts are not in use.
WORDED_BY_US = {
    *DJANGO_MESSAGES,
    "Add",
    "Albanian",
    "Note",
    "Remove",
    "Sign in with a passkey",
    "checksum",
    "client",
    "clients",
    "hash",
    "token",
}

Text = tuple[str | None, str]


def test_no_two_apps_translate_a_text_differently() -> None:
    assert clashes() == []


def test_our_words_win_over_those_of_libraries() -> None:
    ours = [name.startswith("schakel.") for name in INSTALLED_APPS]
    assert ours == sorted(ours, reverse=True)  # the catalogue of an app wins over those after it


def test_the_words_of_libraries_stay_as_they_are() -> None:
    ours = {
        (message.context, _singular(message.id)): _singular(message.string)
        for app in apps()
        for message in read(catalogue_path(app))
        if message.id
    }
    theirs = dict(_theirs())
    changed = {text[1] for text in ours.keys() & theirs.keys() if ours[text] != theirs[text]}
    assert changed == WORDED_BY_US


def _theirs() -> Iterator[tuple[Text, str]]:
    names = [name for name in INSTALLED_APPS if not name.startswith("schakel.")]
    for name in reversed(["django.conf", *names]):
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        path = Path(spec.origin).parent / "locale" / "nl" / "LC_MESSAGES" / "django.mo"
        if path.exists():
            with path.open("rb") as file:
                for message in read_mo(file):
                    if message.id:
                        yield (message.context, _singular(message.id)), _singular(message.string)


def _singular(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]
