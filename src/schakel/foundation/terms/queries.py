"""Questions that other apps may ask about codes. Answered from process memory (geography.freshness)."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from schakel.foundation.geography.freshness import Remembered
from schakel.foundation.geography.queries import country, country_choices, country_name
from schakel.foundation.terms.models import Term


class UnknownListError(KeyError):
    """No such code list: a misspelt name in the program, or reference data that were never loaded."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no code list {name!r}; spelt wrongly, or run `schakel load-reference`")


def _read() -> dict[str, dict[str, Term]]:
    lists: dict[str, dict[str, Term]] = {}
    for term in Term.objects.order_by("list_id", "order"):
        lists.setdefault(term.list_id, {})[term.code] = term
    return lists


_lists = Remembered("terms", _read)


def forget() -> None:
    """Read anew at the next question; a loader calls this after its transaction."""
    _lists.forget()


def terms(name: str) -> Mapping[str, Term]:
    """Every term of the list by code, in its order, ended ones too. UnknownListError where none."""
    try:
        return _lists.get()[name]
    except KeyError:
        raise UnknownListError(name) from None


def _label(term: Term) -> str:
    return term.label_en if (get_language() or "").startswith("en") else term.label_nl


def known(name: str, code: str) -> bool:
    """Whether `code` is or ever was a code of the list."""
    return code in terms(name)


def label(name: str, code: str) -> str:
    """The label in the language of the page, also of a code that ended; an unknown code itself."""
    term = terms(name).get(code)
    return _label(term) if term else code


def choices(name: str, on: date | None = None) -> list[tuple[str, str]]:
    """(code, label) of the codes offered on `on` (today), in the order of the list."""
    day = on or timezone.localdate()
    return [(term.code, _label(term)) for term in terms(name).values() if term.valid_on(day)]


def codes(name: str, on: date | None = None) -> list[str]:
    """The codes offered on `on` (today), in the order of the list."""
    day = on or timezone.localdate()
    return [term.code for term in terms(name).values() if term.valid_on(day)]


def is_valid(name: str, code: str, on: date | None = None) -> bool:
    """Whether `code` is a code of the list that is offered on `on` (today)."""
    term = terms(name).get(code)
    return term is not None and term.valid_on(on)


def grouped_choices(
    name: str, by: str, on: date | None = None
) -> list[tuple[str, list[tuple[str, str]]]]:
    """`choices` in groups after the list `by` that they belong to, as Django's select field wants them.

    Codes that belong to no code of `by` (such as "not known") come last, under an empty heading.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    for term in terms(name).values():
        if term.valid_on(on):
            groups.setdefault(term.belongs_to, []).append((term.code, _label(term)))
    order = [code for code in terms(by) if code in groups]
    named = [(label(by, code), groups[code]) for code in order]
    rest = [pair for code, pairs in groups.items() if code not in order for pair in pairs]
    return named + ([("", rest)] if rest else [])


def mapped(name: str, code: str, standard: str) -> str:
    """What `standard` ("htcds", "eurostat" or "ictip") calls the code; empty where no mapping is known."""
    term = terms(name).get(code)
    return getattr(term, standard) if term else ""


def nationality_choices() -> list[tuple[str, str]]:
    """What a form offers as nationality: "not known" and "stateless" (two things), then all countries."""
    special = {code: _label(term) for code, term in terms("nationality_special").items()}
    return [
        ("UNKNOWN", special["UNKNOWN"]),
        ("STATELESS", special["STATELESS"]),
        *country_choices(),
    ]


def is_nationality(code: str) -> bool:
    """Whether `code` is a country of ISO 3166 (two letters), ``STATELESS`` or ``UNKNOWN``."""
    return country(code) is not None or is_valid("nationality_special", code)


def nationality_label(code: str) -> str:
    """The country or special nationality in the language of the page; an unknown code itself."""
    return label("nationality_special", code) if country(code) is None else country_name(code)
