"""The words of the annual overview in both languages, which stand in `words.toml`."""

import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import Any


def word(key: str, language: str, **values: object) -> str:
    """A text of the layouts in one language."""
    text = _words()["words"][key][language]
    return str(text).format(**values) if values else str(text)


def title(code: str, language: str) -> str:
    """The heading of a chapter."""
    return str(_words()["titles"][code][language])


def first_text(code: str, language: str) -> str:
    """What the editor begins with."""
    return str(_words()["texts"][code][language])


def awaited(language: str, told: Collection[str] = ()) -> list[str]:
    """The subjects that have no figures yet: those of which no table is `told`, by its code."""
    found = _words()["awaited"].items()
    return [str(names[language]) for code, names in found if code not in told]


@cache
def _words() -> dict[str, Any]:
    path = files("schakel.insight.delivery.overview").joinpath("words.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
