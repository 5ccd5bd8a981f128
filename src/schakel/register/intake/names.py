"""Names made comparable: for exact look-up only, never shown."""

import re
import unicodedata

# Letters that are letters of their own in Unicode, without a diacritic to strip.
_SPELLING = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i"}
)
# Dutch practice files a name under its main part ("Vries, de"); senders differ in where the prefix goes.
_PREFIXES = frozenset(
    {
        "aan",
        "al",
        "bin",
        "da",
        "de",
        "del",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "het",
        "in",
    }
    | {
        "la",
        "le",
        "les",
        "op",
        "t",
        "te",
        "ten",
        "ter",
        "tot",
        "uit",
        "van",
        "vande",
        "vanden",
        "vander",
    }
    | {"von"}
)
_NO_LETTER = re.compile(r"[\W_]+")
_FULL_DATE = 10
SEPARATOR = "\x1f"
SEVERAL = ";"


def plain(text: str) -> str:
    """Lower case letters and digits in single-spaced words, without diacritics; idempotent."""
    if text.isascii():  # most names: nothing to decompose, and the long way would say the same
        return " ".join(_NO_LETTER.sub(" ", text.lower()).split())
    previous = None
    while text != previous:  # a few characters decompose into others that fold again
        previous = text
        folded = unicodedata.normalize("NFKD", text.casefold()).translate(_SPELLING)
        bare = "".join(char for char in folded if not unicodedata.combining(char))
        text = " ".join(_NO_LETTER.sub(" ", bare).split())
    return text


def surname_key(text: str) -> str:
    """The surname without its prefixes, written together; the whole name where it is all prefix."""
    words = plain(text).split()
    kept = [word for word in words if word not in _PREFIXES] or words
    return "".join(kept)


def given_names_key(text: str) -> str:
    """The given names written together."""
    return plain(text).replace(" ", "")


def parted(text: str) -> tuple[str, ...]:
    """Several names in one text, with commas or semicolons between, each once."""
    parts = (part.strip() for part in text.replace(",", SEVERAL).split(SEVERAL))
    return tuple(dict.fromkeys(filter(None, parts)))


def joined(value: str | tuple[str, ...]) -> str:
    """Several names as the one text that is kept; `parted` undoes it. One text stays as it is."""
    return value if isinstance(value, str) else f"{SEVERAL} ".join(value)


def exact_key(surname: str, given_names: str, date_of_birth: str, gender: str) -> str:
    """What is the same for the same written identity; "" unless surname and full date are known."""
    name = surname_key(surname)
    if not name or len(date_of_birth) != _FULL_DATE:
        return ""
    return SEPARATOR.join((name, given_names_key(given_names), date_of_birth, gender))


def scoped_key(scope: str, key: str) -> str:
    """A sender's own key within that sender's scope, as typed but for outer blanks; "" without a key."""
    key = key.strip()
    return f"{scope}{SEPARATOR}{key}" if key else ""
