"""What a specification or a file can have wrong with it, in the words of whoever reads it.

The library and its command start without Django, and so without its catalogues.
"""

from collections.abc import Iterable
from difflib import get_close_matches

# code: (English, Dutch)
_TEXTS = {
    "unknown_key": (
        "{where}: {key} is not known.{nearest} Known are: {known}.",
        "{where}: {key} bestaat niet.{nearest} Wel bestaan: {known}.",
    ),
    "nearest": (" Did you mean {name}?", " Bedoelde u {name}?"),
    "no_dimensions": (
        '{where}: name at least one dimension, for example: dimensions = ["sex", "region"]',
        '{where}: noem ten minste één dimensie, bijvoorbeeld: dimensions = ["sex", "region"]',
    ),
    "wrong_kind": ("{where}: {key} must be {wanted}.", "{where}: {key} moet {wanted} zijn."),
    "whole_number": (
        "a whole number from {least} to {most}",
        "een heel getal van {least} tot en met {most}",
    ),
    "text": ("a text between quotes", "een tekst tussen aanhalingstekens"),
    "boolean": ("true or false", "true of false"),
    "names": ("a list of names", "een lijst met namen"),
    "names_of_lists": (
        "a list of lists of dimensions",
        "een lijst van lijsten met dimensies",
    ),
    "one_of": ("one of {known}", "een van {known}"),
    "hierarchy_kind": (
        "a list of columns, a table of leaf = parent, or the name of a CSV file",
        "een lijst met kolommen, een tabel met blad = ouder, of de naam van een CSV-bestand",
    ),
    "twice": ("{where}: {name} stands there twice.", "{where}: {name} staat er twee keer."),
    "toml": (
        "{where} cannot be read as TOML: {problem}.",
        "{where} is geen leesbaar TOML: {problem}.",
    ),
    "no_file": (
        "{where}: there is no file of that name, or it may not be read.",
        "{where}: dat bestand is er niet, of mag niet worden gelezen.",
    ),
    "no_column": (
        "There is no column {name} in the file.{nearest} Its columns are: {known}.",
        "Het bestand heeft geen kolom {name}.{nearest} De kolommen zijn: {known}.",
    ),
    "hole": (
        "Dimension {name}: the hierarchy has no place for {values}.",
        "Dimensie {name}: de hiërarchie heeft geen plek voor {values}.",
    ),
    "two_parents": (
        "Dimension {name}: {value} stands under both {one} and {other}.",
        "Dimensie {name}: {value} staat zowel onder {one} als onder {other}.",
    ),
    "circle": (
        "Dimension {name}: {value} is its own parent, by way of others.",
        "Dimensie {name}: {value} is via andere zijn eigen ouder.",
    ),
    "two_levels": (
        "Dimension {name}: {value} is a name at two levels with other records in it. Give one another name.",
        "Dimensie {name}: {value} is een naam op twee niveaus met andere records erin. "
        "Geef een van de twee een andere naam.",
    ),
    "total_is_value": (
        "Dimension {name}: {value} is a value in the file, and also the sign for a sum. "
        'Choose another sign in the specification, for example: total = "ALL"',
        "Dimensie {name}: {value} is een waarde in het bestand, en ook het teken voor een som. "
        'Kies een ander teken in de specificatie, bijvoorbeeld: total = "ALLES"',
    ),
    "no_records": (
        "{where} holds no records.",
        "{where} bevat geen records.",
    ),
    "too_wide": (
        "That makes {cells:,} sums to keep at once, more than {most:,}. "
        "Take fewer dimensions, fewer ways, or name the tables under [lattice].",
        "Dat geeft {cells:,} sommen tegelijk, meer dan {most:,}. "
        "Neem minder dimensies, minder ways, of noem de tabellen onder [lattice].",
    ),
    "no_dimension": (
        "{where}: the table of {names} names {name}, which is no dimension.",
        "{where}: de tabel van {names} noemt {name}, en dat is geen dimensie.",
    ),
}


class Refused(ValueError):
    """A specification or a file that cannot be used; its text is English, `in_words` any language."""

    def __init__(self, code: str, **details: object) -> None:
        self.code, self.details = code, details
        super().__init__(self.in_words("en"))

    def in_words(self, language: str) -> str:
        """What is wrong, and what to do about it; Dutch for "nl", English for all others."""
        place = 1 if language.startswith("nl") else 0
        details = {
            name: value.in_words(language) if isinstance(value, Refused) else value
            for name, value in self.details.items()
        }
        return _TEXTS[self.code][place].format(**details)


def nearest(name: str, known: Iterable[str]) -> "Refused | str":
    """A hint at what was meant, to stand in another text; nothing where nothing is near."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return Refused("nearest", name=found[0]) if found else ""


def listed(names: Iterable[str], most: int = 8) -> str:
    """Names in a sentence; a long list is cut."""
    found = [repr(name) if not name or name != name.strip() else name for name in names]
    return ", ".join(found[:most]) + (", …" if len(found) > most else "")
