"""The facts that rules may speak about, each with its kind, its words and what "not known" means.

The list is closed on purpose: what is not in it cannot become a condition. The region where somebody is
registered or comes from is left out for good (regiobinding is no contra-indication).
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from importlib.resources import files
from typing import Any

from schakel.methods.placement.texts import PlacementError, Text

Value = Any  # a bool, a whole number, a code, or a frozenset of codes
Facts = Mapping[str, Any]

# Codes of the system's lists that say that nobody knows. In a set: there may be more.
NOT_KNOWN = frozenset({"UNKNOWN", "NOT_ASKED", "REFUSED"})
MORE = "UNKNOWN"
ADULT = 18
_MOST = 1_000_000


class Kind(StrEnum):
    """What a fact holds: yes or no, a whole number, one code, or a set of codes."""

    BOOL = "bool"
    NUMBER = "number"
    CODE = "code"
    CODES = "codes"


class Side(StrEnum):
    CLIENT = "client"
    PLACE = "place"


class VocabularyError(PlacementError):
    """A fact that does not exist, or a value that it cannot have."""


@dataclass(frozen=True, slots=True)
class Term:
    """One fact. `phrase` is what a sentence says of it: a subject, or for yes and no a whole sentence.

    `codes` names the list that its codes are of; a list that is not in `CODES` is open (units, languages).
    """

    name: str
    kind: Kind
    codes: str
    label: Text
    phrase: Text
    negative: Text
    unknown: Text
    secret: bool
    preference_only: bool

    @property
    def side(self) -> Side:
        return Side(self.name.split(".")[0])

    @property
    def short(self) -> str:
        return self.name.split(".", 1)[1]


def _rows(name: str) -> Iterable[dict[str, str]]:
    text = files("schakel.methods.placement").joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _term(row: Mapping[str, str]) -> Term:
    texts = {
        name: Text(row[f"{name}_nl"], row[f"{name}_en"])
        for name in ("label", "phrase", "negative", "unknown")
    }
    flags = row["flags"].split()
    return Term(
        row["name"],
        Kind(row["kind"]),
        row["codes"],
        **texts,
        secret="secret" in flags,
        preference_only="preference" in flags,
    )


def _code_lists() -> dict[str, dict[str, Text]]:
    lists: dict[str, dict[str, Text]] = {}
    for row in _rows("codes.csv"):
        lists.setdefault(row["list"], {})[row["code"]] = Text(row["label_nl"], row["label_en"])
    return lists


TERMS: dict[str, Term] = {row["name"]: _term(row) for row in _rows("terms.csv")}
CODES: dict[str, dict[str, Text]] = _code_lists()


def term(name: str) -> Term:
    """The term of that name. Raises VocabularyError."""
    if name in TERMS:
        return TERMS[name]
    raise _unknown(name)


def _unknown(name: str) -> VocabularyError:
    near = get_close_matches(name, TERMS, n=1)
    text = Text("{name} is geen bekend gegeven.", "{name} is no known fact.").filled(name=name)
    if near:
        text = Text(f"{text.nl} Bedoelde u {near[0]}?", f"{text.en} Did you mean {near[0]}?")
    return VocabularyError("unknown_fact", text, name)


def label_of(of: Term, code: str) -> Text:
    """How a code of this term is called; a code of an open list (a unit, a language) is its own name."""
    return CODES.get(of.codes, {}).get(code, Text(code, code))


def read_facts(side: Side | str, facts: Facts) -> dict[str, Value]:
    """The facts of one client or place, checked and without what is not known. Raises VocabularyError.

    Names are short ("age"). None, and a code that says that nobody knows, are left out; a set may hold
    "UNKNOWN" beside codes: there may be more.
    """
    found: dict[str, Value] = {}
    own = _READERS_OF[Side(side)]
    for name, value in facts.items():
        if value is None or (isinstance(value, str) and value in NOT_KNOWN):
            continue
        if name not in own:
            raise _unknown(f"{Side(side).value}.{name}")
        of, reader = own[name]
        found[name] = reader(of, value)
    return with_derived(found) if side == Side.CLIENT else found


def with_derived(facts: dict[str, Value]) -> dict[str, Value]:
    """What follows from other facts and was not said itself."""
    if "minor" not in facts and "age" in facts:
        facts["minor"] = int(facts["age"]) < ADULT
    if facts.get("persons") == 1:
        for name, source in _OF_ONE.items():
            if name not in facts and source in facts:
                value = facts[source]
                facts[name] = frozenset({str(value)}) if source == "sex" else value
    forms = facts.get("exploitation_forms")
    if isinstance(forms, frozenset) and ("LABOUR" in forms or MORE not in forms):
        facts.setdefault("labour_exploitation", "LABOUR" in forms)
    return facts


_OF_ONE = {"sexes": "sex", "youngest_age": "age", "oldest_age": "age"}


def read_bool(of: Term, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong(of, Text("ja of nee (true of false)", "yes or no (true or false)"))


def read_number(of: Term, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST:
        raise _wrong(
            of, Text(f"een heel getal van 0 tot {_MOST}", f"a whole number from 0 to {_MOST}")
        )
    return value


def read_code(of: Term, value: Any) -> str:
    known = CODES.get(of.codes)
    if not isinstance(value, str) or not value or len(value) > 100 or value in NOT_KNOWN:
        raise _wrong(of, Text("een code", "a code"))
    if known is not None and value not in known:
        listed = ", ".join(known)
        raise _wrong(of, Text(f"een van {listed} (niet {value})", f"one of {listed} (not {value})"))
    return str(value)


def _read_codes(of: Term, value: Any) -> frozenset[str]:
    if isinstance(value, str) or not isinstance(value, (set, frozenset, list, tuple)):
        raise _wrong(of, Text("een lijst met codes", "a list of codes"))
    return frozenset(
        MORE if one is None or one in NOT_KNOWN else read_code(of, one) for one in value
    )


_READERS: dict[Kind, Callable[[Term, Any], Value]] = {
    Kind.BOOL: read_bool,
    Kind.NUMBER: read_number,
    Kind.CODE: read_code,
    Kind.CODES: _read_codes,
}


_READERS_OF = {
    side: {one.short: (one, _READERS[one.kind]) for one in TERMS.values() if one.side is side}
    for side in Side
}


def _wrong(of: Term, wanted: Text) -> VocabularyError:
    text = Text(f"{of.name} moet {wanted.nl} zijn.", f"{of.name} must be {wanted.en}.")
    return VocabularyError("wrong_kind", text, of.name)
