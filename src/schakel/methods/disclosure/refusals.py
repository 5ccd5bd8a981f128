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
    "groups_kind": (
        "a table of group = list of values",
        "een tabel van groep = lijst van waarden",
    ),
    "table_kind": ("a table: [{key}]", "een tabel: [{key}]"),
    "reserved": (
        "{where}: the name {name} is taken by the counts. Give the dimension another name with column = ...",
        "{where}: de naam {name} is al van de aantallen. Geef de dimensie een andere naam met column = ...",
    ),
    "too_many": (
        "{where}: more than {most} dimensions.",
        "{where}: meer dan {most} dimensies.",
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
    "ragged": (
        "{where}, line {line}: another number of values than the {columns} columns have names. "
        "Put values with a comma or a line break between quotes.",
        "{where}, regel {line}: een ander aantal waarden dan de {columns} kolommen namen hebben. "
        "Zet waarden met een komma of een nieuwe regel tussen aanhalingstekens.",
    ),
    "unreadable": (
        "{where} cannot be read as CSV.",
        "{where} is niet te lezen als CSV.",
    ),
    "not_free": (
        "{where} holds other files, and is not written over. Choose another --out.",
        "{where} bevat andere bestanden, en wordt niet overschreven. Kies een andere --out.",
    ),
    "no_release": (
        "{where} is no folder that schakel protect wrote.",
        "{where} is geen map die schakel protect schreef.",
    ),
    "changed": (
        "{where}: its cube was changed after it was written. Take the folder as it was released.",
        "{where}: de kubus is veranderd na het schrijven. Neem de map zoals die is vrijgegeven.",
    ),
    "other_spec": (
        "{where} was made to another specification. Two sets of tables over the same people can be "
        "subtracted: keep to one specification.",
        "{where} is met een andere specificatie gemaakt. Twee stel tabellen over dezelfde mensen zijn "
        "van elkaar af te trekken: houd één specificatie aan.",
    ),
    "too_few_new": (
        "This release adds fewer than {least} records to the one before, and would tell who they are. "
        "Wait until there are more. Nothing was written.",
        "Deze publicatie voegt minder dan {least} records toe aan de vorige, en zou verraden wie dat "
        "zijn. Wacht tot het er meer zijn. Er is niets geschreven.",
    ),
    "secret": (
        "The secret must be {least} to {most} bytes in a file: --key FILE. Keep it: the same secret gives "
        "the same figures. Cell keys cannot do without.",
        "Het geheim moet {least} tot {most} bytes in een bestand zijn: --key BESTAND. Bewaar het: hetzelfde "
        "geheim geeft dezelfde cijfers. Celsleutels kunnen niet zonder.",
    ),
    "perturbation": (
        "{where} is no perturbation table with the columns i, v and p_int_ub: {problem}.",
        "{where} is geen tabel met de kolommen i, v en p_int_ub: {problem}.",
    ),
    "disk": (
        "{where} cannot be written or read: {problem}. Check that the disk has free space and that you may "
        "use the folder. Nothing was written.",
        "{where} kan niet worden geschreven of gelezen: {problem}. Kijk of de schijf ruimte heeft en of u "
        "de map mag gebruiken. Er is niets geschreven.",
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
