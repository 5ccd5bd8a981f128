"""The public interface of Open Referral's HSDS 3.0: its addresses, parameters and pages, read only.

Follows HSDS and not the rules of the API of this house, since directories elsewhere already speak it.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar
from uuid import UUID

from django.core.paginator import EmptyPage, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from schakel.network.directory import referral
from schakel.network.directory.referral import Entry

PER_PAGE, MOST = 50, 100
_DOCUMENTED = "https://docs.openreferral.org/"
_DIGITS = 6
Row = TypeVar("Row")


@require_safe
def about(_request: HttpRequest) -> JsonResponse:
    """What is spoken here."""
    return _answer(
        {
            "version": referral.VERSION,
            "profile": _DOCUMENTED,
            "description": "Who helps (possible) victims of human trafficking in the Netherlands.",
        }
    )


@gzip_page
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """A page of services; `minimal`: all of them, with nothing but when they were modified."""
    today = timezone.localdate()
    try:
        found = _chosen(referral.entries(today), request)
    except ValueError:
        return _answer({"message": "modified_after is no date or datetime (ISO 8601)."}, status=400)
    if _asked(request, "minimal"):
        every = max(len(found), 1)
        return _page(request, found, lambda rows: [referral.minimal(one) for one in rows], every)
    full = _asked(request, "full")

    def shown(rows: Sequence[Entry]) -> list[dict[str, Any]]:
        written = referral.services(rows, today)
        return written if full else [_single(row) for row in written]

    return _page(request, found, shown)


@require_safe
def service(_request: HttpRequest, uid: UUID) -> JsonResponse:
    """One service with all that belongs to it."""
    today = timezone.localdate()
    found = [one for one in referral.entries(today) if one.uid == uid]
    return _one(referral.services(found, today))


@gzip_page
@require_safe
def organizations(request: HttpRequest) -> HttpResponse:
    """A page of organizations; `full`: with their services, `full_service`: with all of each service."""
    today = timezone.localdate()
    found = _by_listing(_chosen(referral.entries(today), request, ("search", "taxonomy")))
    full_service = _asked(request, "full_service")
    if full_service or _asked(request, "full"):
        return _page(
            request,
            found,
            lambda rows: [referral.nested(one, today, full=full_service) for one in rows],
        )
    return _page(request, found, lambda rows: [referral.organization(one[0]) for one in rows])


@require_safe
def organization(request: HttpRequest, uid: UUID) -> JsonResponse:
    """One organization with its services; `full_service`: with all of each."""
    today, full = timezone.localdate(), _asked(request, "full_service")
    found = [
        one for one in referral.entries(today) if referral.organization_id(one.listing) == str(uid)
    ]
    return _one([referral.nested(found, today, full=full)] if found else [])


@require_safe
def taxonomies(request: HttpRequest) -> HttpResponse:
    """The lists of codes by which services are found."""
    return _page(request, _named(referral.taxonomies(), request), list)


@require_safe
def taxonomy(_request: HttpRequest, uid: UUID) -> JsonResponse:
    """One list of codes."""
    return _one([one for one in referral.taxonomies() if one["id"] == str(uid)])


@require_safe
def taxonomy_terms(request: HttpRequest) -> HttpResponse:
    """Their codes. They have no levels: `parent_id` finds none, `top_only` all."""
    wanted = request.GET.get("taxonomy_id", "")
    rows = [] if request.GET.get("parent_id") else referral.terms()
    found = [one for one in rows if not wanted or one["taxonomy_id"] == wanted]
    return _page(request, _named(found, request), list)


@require_safe
def taxonomy_term(_request: HttpRequest, uid: UUID) -> JsonResponse:
    """One code."""
    return _one([one for one in referral.terms() if one["id"] == str(uid)])


def _chosen(
    found: Iterable[Entry],
    request: HttpRequest,
    by: tuple[str, ...] = ("search", "taxonomy", "organization", "modified"),
) -> list[Entry]:
    """What was asked for. ValueError where the day of `modified_after` cannot be read."""
    asked = {
        "search": _by_words(request.GET.get("search", "").casefold()),
        "taxonomy": _by_taxonomy(request),
        "organization": _by_organization(request.GET.get("organization_id", "")),
        "modified": _by_change(request.GET.get("modified_after", "") if "modified" in by else ""),
    }
    return [one for one in found if all(asked[name](one) for name in by)]


def _by_words(words: str) -> Callable[[Entry], bool]:
    def fits(one: Entry) -> bool:
        said = one.version
        return words in f"{said.name} {said.offers} {said.for_whom}".casefold()

    return fits


def _by_taxonomy(request: HttpRequest) -> Callable[[Entry], bool]:
    term, taxonomy = request.GET.get("taxonomy_term_id"), request.GET.get("taxonomy_id")

    def fits(one: Entry) -> bool:
        coded = referral.coded(one)
        return (not term or term in {referral.term_id(*code) for code in coded}) and (
            not taxonomy or taxonomy in {referral.taxonomy_id(name) for name, _code in coded}
        )

    return fits


def _by_organization(wanted: str) -> Callable[[Entry], bool]:
    return lambda one: not wanted or wanted == referral.organization_id(one.listing)


def _by_change(text: str) -> Callable[[Entry], bool]:
    since = _moment(text) if text else None
    return lambda one: since is None or one.modified >= since


def _moment(text: str) -> datetime:
    """A day, or a moment; in the time of the country where it does not say which. ValueError."""
    # In an address, a plus that nobody escaped is a space.
    moment = parse_datetime(text.replace(" ", "+") if text[-6:-5] == " " else text)
    if moment is None:
        day = parse_date(text)
        if day is None:
            raise ValueError(text)
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - made aware below
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _by_listing(found: list[Entry]) -> list[list[Entry]]:
    return [list(rows) for _pk, rows in groupby(found, key=lambda one: one.listing.pk)]


def _named(rows: list[dict[str, str]], request: HttpRequest) -> list[dict[str, str]]:
    words = request.GET.get("search", "").casefold()
    return [one for one in rows if words in one["name"].casefold()]


def _asked(request: HttpRequest, name: str) -> bool:
    return request.GET.get(name, "").lower() == "true"


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < _DIGITS else otherwise


def _page(
    request: HttpRequest,
    found: Sequence[Row],
    write: Callable[[Sequence[Row]], Sequence[Any]],
    per_page: int = 0,
) -> HttpResponse:
    """A page of what was found, empty behind the last one; or all of it, line by line."""
    if request.GET.get("format") == "ndjson":
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in write(found))
        return _open(HttpResponse(lines, content_type="application/x-ndjson"))
    size = per_page or max(1, min(_number(request, "per_page", PER_PAGE), MOST))
    pages, number = Paginator(found, size), _number(request, "page", 1)
    try:
        chosen = list(pages.page(number).object_list)
    except EmptyPage:
        chosen = []
    rows = write(chosen)
    return _answer(
        {
            "total_items": pages.count,
            "total_pages": pages.num_pages,
            "page_number": number,
            "size": len(rows),
            "first_page": number == 1,
            "last_page": number >= pages.num_pages,
            "empty": not rows,
            "contents": list(rows),
        }
    )


def _single(row: dict[str, Any]) -> dict[str, Any]:
    """Without what there may be several of, as HSDS lists services."""
    return {name: value for name, value in row.items() if not isinstance(value, list)}


def _one(found: Sequence[dict[str, Any]]) -> JsonResponse:
    if not found:
        return _answer({"message": "There is nothing of that identifier."}, status=404)
    return _answer(found[0])


def _answer(content: dict[str, Any], status: int = 200) -> JsonResponse:
    return _open(JsonResponse(content, status=status))


Answer = TypeVar("Answer", bound=HttpResponse)


def _open(answer: Answer) -> Answer:
    """For programs of other origins."""
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
