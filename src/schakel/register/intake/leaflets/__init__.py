"""Printable sheets about consent, one TOML file per language with the same keys.

For the person whose data it is about, and for whoever helps. They hold no personal data: what is filled
in stands on paper only. All but Dutch and English say that a translator has yet to check them.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
# In this order the languages are offered; one file each.
LANGUAGES = ("nl", "en", "pl", "ro", "bg", "hu", "es", "ar", "ti", "vi", "uk")
CHECKED = frozenset({"nl", "en"})


@dataclass(frozen=True)
class Leaflet:
    """The texts in one language; `parts` are a heading and its sentences."""

    language: str
    name: str
    direction: str
    unverified: str
    title: str
    intro: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    form: dict[str, str]


@cache
def leaflet(language: str) -> Leaflet:
    """The sheet in `language`, one of `LANGUAGES`. Raises KeyError for any other."""
    if language not in LANGUAGES:
        raise KeyError(language)
    texts = read(language)
    sheet = texts["leaflet"]
    return Leaflet(
        language=language,
        name=texts["name"],
        direction=texts["direction"],
        unverified=texts["unverified"],
        title=sheet["title"],
        intro=sheet["intro"],
        parts=tuple((heading, tuple(lines)) for heading, *lines in sheet["parts"]),
        form=texts["form"],
    )


def leaflets() -> list[Leaflet]:
    """All of them, in the order of `LANGUAGES`."""
    return [leaflet(language) for language in LANGUAGES]


def read(language: str) -> dict[str, Any]:
    """The file of one language as it stands."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
