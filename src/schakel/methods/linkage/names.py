"""Names as comparable tokens: any script, any order, without particles and placeholders."""

import re
import unicodedata
from csv import reader
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from anyascii import anyascii
from doublemetaphone import doublemetaphone

# Parts that are written, left out and glued at will; they tell nobody apart.
PARTICLES = frozenset(
    (
        *("van", "der", "den", "de", "het", "t", "ten", "ter", "te", "op", "in", "aan", "bij"),
        *("la", "le", "les", "du", "da", "das", "do", "dos", "di", "del", "della", "y", "e", "i"),
        *("el", "al", "as", "ben", "bin", "bint", "ibn", "abu", "abou", "ould"),
        *("von", "zu", "zum", "zur", "af", "av"),
    )
)
# What people write where they know no name: as a whole, with or without stops; or in nothing but such words.
PLACEHOLDERS = frozenset(("nn", "nvt", "nb", "x", "xx", "xxx", "onbek"))
PLACEHOLDER_WORDS = frozenset(
    (
        *("onbekend", "unknown", "geen", "none", "null", "niet", "bekend"),
        *("anoniem", "anonymous", "naamloos", "noname"),
    )
)
# Written as one word with the surname that follows.
_GLUED = re.compile(r"^(?:van(?:de[rn]?)?|vd)(?=[a-z]{4})")
_NOT_LETTERS = re.compile(r"[^a-z]+")
# Spellings of one sound that double metaphone keeps apart: Dutch writes what others spell otherwise.
_SOUNDS = (
    (re.compile("tsj|tch|tsch"), "ch"),
    (re.compile("sj|sch(?=[aeiou])"), "sh"),
    (re.compile("dj|dz|dzh"), "j"),
    (re.compile("oe|ou|uu"), "u"),
    (re.compile("ij|ei|ey|ie|ee|yi|ii"), "i"),
    (re.compile("kh|gh"), "k"),
    (re.compile("ph"), "f"),
    (re.compile("w"), "v"),
    (re.compile("z"), "s"),
    (re.compile("y"), "i"),
)
# A daughter's or wife's form of a Slavic surname, as the man's.
_FEMININE = re.compile(r"(?:(?<=sk|ck)a|(?<=[oe]v)a|(?<=in)a|aya)$")


class Token(NamedTuple):
    """One part of a name: its letters, how it sounds, and the name it is a form of ("" where none)."""

    text: str
    sound: str
    root: str = ""

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1


Tokens = tuple[Token, ...]


@lru_cache(maxsize=200_000)
def sound_of(text: str) -> str:
    """How a token sounds, alike for the spellings of one name; "" where nothing is left."""
    plain = _FEMININE.sub(lambda found: "" if found.group() == "a" else "y", text)
    for pattern, replacement in _SOUNDS:
        plain = pattern.sub(replacement, plain)
    return doublemetaphone(plain)[0] or plain[:4]


@cache
def roots() -> dict[str, str]:
    """Given name → the name that it is a form of: Kasia and Ekaterina are forms of Catherine.

    Short forms and the forms of other languages, from general knowledge of names; one row per name.
    """
    text = files(__package__).joinpath("variants.csv").read_text("utf-8")
    return {form: row[0] for row in reader(text.splitlines()) for form in row}


@lru_cache(maxsize=200_000)
def _token(text: str) -> Token:
    return Token(text, sound_of(text), roots().get(text, ""))


def ascii_words(text: str) -> list[str]:
    """Lower-case words of a-z, from any script; an apostrophe joins and a hyphen parts."""
    plain = anyascii(unicodedata.normalize("NFKC", text)).lower()
    plain = plain.replace("'", "").replace("`", "")
    return [word for word in _NOT_LETTERS.split(plain) if word]


def transliterated(text: str) -> str:
    """The text in Latin letters; "" where all its letters are Latin already."""
    if all(unicodedata.name(char, "").startswith("LATIN") for char in text if char.isalpha()):
        return ""
    return anyascii(unicodedata.normalize("NFKC", text))


def is_placeholder(words: list[str]) -> bool:
    """Nothing, or only what stands for "not known"; initials are a name."""
    return "".join(words) in PLACEHOLDERS or all(word in PLACEHOLDER_WORDS for word in words)


@lru_cache(maxsize=200_000)
def tokens(text: str, surname: bool = False) -> Tokens:
    """The telling parts of a name in their order, each once; () where the name says nothing.

    Particles are dropped from surnames only: Van is a given name, too.
    """
    words = ascii_words(text)
    if is_placeholder(words):
        return ()
    if surname:
        words = [_GLUED.sub("", word) for word in words]
    dropped = PARTICLES if surname else frozenset()
    telling = [word for word in words if word not in dropped] or words
    return tuple(_token(word) for word in dict.fromkeys(telling))


def tables() -> dict[str, object]:
    """All that makes a name what it is here, for the encoder in a browser; patterns read alike there."""
    return {
        "particles": sorted(PARTICLES),
        "placeholders": sorted(PLACEHOLDERS),
        "placeholder_words": sorted(PLACEHOLDER_WORDS),
        "glued": _GLUED.pattern,
        "sounds": [(pattern.pattern, replacement) for pattern, replacement in _SOUNDS],
        "feminine": _FEMININE.pattern,
        "roots": roots(),
    }
