"""The signals and their sources, read once from the file beside this one."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

FILE = Path(__file__).parent / "signs.toml"


@dataclass(frozen=True)
class Source:
    """The public list that a signal was taken from; `checked`: somebody read that it says so."""

    name: str
    url: str
    checked: bool


@dataclass(frozen=True)
class Sign:
    """One signal, of one form of exploitation (a code of `exploitation_form`)."""

    code: str
    form: str
    nl: str
    en: str
    source: Source
    serious: bool = False

    @property
    def text(self) -> str:
        """In the language of the page."""
        return self.en if (get_language() or "").startswith("en") else self.nl


@cache
def signs() -> tuple[Sign, ...]:
    """Every signal, in the order of the file."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    sources = {key: Source(**given) for key, given in data["sources"].items()}
    return tuple(Sign(**{**given, "source": sources[given["source"]]}) for given in data["signs"])


def chosen(codes: list[str]) -> list[Sign]:
    """The signals with these codes, in the order of the file; unknown codes are passed over."""
    return [sign for sign in signs() if sign.code in codes]


def forms() -> list[str]:
    """The forms of exploitation that have signals."""
    return list(dict.fromkeys(sign.form for sign in signs()))


def main_form(seen: list[Sign]) -> str:
    """The form of exploitation with the most signals, the first where several have; "" without any."""
    counts = {form: sum(sign.form == form for sign in seen) for form in forms()}
    best = max(counts, key=lambda form: counts[form])
    return best if counts[best] else ""
