"""The lists of codes that a report is written in, for every token."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from schakel.foundation.accounts.bearer import AccessTokenAuth
from schakel.foundation.geography.models import Country, Municipality, PoliceUnit
from schakel.foundation.terms.models import CodeList as TermList
from schakel.foundation.terms.queries import terms
from schakel.foundation.ui.problems import ProblemError
from schakel.register.intake.api.schemas import CodeList, CodeListName

router = Router(tags=["code lists"])
ANY = AccessTokenAuth()
# Places are no terms, but a report names them by code all the same.
PLACES = {
    "country": ("Land", "Country"),
    "municipality": ("Gemeente", "Municipality"),
    "police_unit": ("Politie-eenheid", "Police unit"),
}


@router.get(
    "",
    response=list[CodeListName],
    auth=ANY,
    url_name="code-lists",
    operation_id="listCodeLists",
    summary="The lists of codes",
)
def code_lists(request: HttpRequest) -> list[dict[str, str]]:
    """Any token. Terms, and places: `country`, `municipality` and `police_unit`."""
    rows = TermList.objects.values("code", "label_nl", "label_en")
    named = [(row["code"], row["label_nl"], row["label_en"]) for row in rows]
    named += [(name, *labels) for name, labels in PLACES.items()]
    return [
        {"name": name, "label_nl": dutch, "label_en": english}
        for name, dutch, english in sorted(named)
    ]


@router.get(
    "/{name}",
    response=CodeList,
    auth=ANY,
    url_name="code-list",
    operation_id="readCodeList",
    summary="One list with its codes",
)
def code_list(request: HttpRequest, name: str) -> dict[str, Any]:
    """Any token. Codes that ended are there too: a report may have been written in them."""
    if name in PLACES:
        dutch, english = PLACES[name]
        return _list(name, dutch, english, list(_places(name)))
    found = TermList.objects.filter(code=name).first() if name.isidentifier() else None
    if found is None:
        raise ProblemError(404, "no_list", _("There is no list of this name."))
    codes = [
        _code(one.code, one.label_nl, one.label_en, one.valid_from, one.valid_to)
        for one in terms(name).values()
    ]
    return _list(name, found.label_nl, found.label_en, codes)


def _places(name: str) -> Iterator[dict[str, Any]]:
    if name == "country":
        for country in Country.objects.order_by("iso2"):
            yield _code(country.iso2, country.name_nl, country.name_en)
    elif name == "municipality":
        for one in Municipality.objects.order_by("code"):
            yield _code(one.code, one.name, one.name, one.valid_from, one.valid_to)
    else:
        for unit in PoliceUnit.objects.order_by("code"):
            yield _code(unit.code, unit.name, unit.name)


def _list(name: str, dutch: str, english: str, codes: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": name, "label_nl": dutch, "label_en": english, "codes": codes}


def _code(
    code: str, dutch: str, english: str, begin: Any = None, end: Any = None
) -> dict[str, Any]:
    return {
        "code": code,
        "label_nl": dutch,
        "label_en": english,
        "valid_from": begin,
        "valid_to": end,
    }
