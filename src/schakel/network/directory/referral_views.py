"""The public interface of Open Referral's HSDS 3.0: its addresses, parameters and pages, read only.

Follows HSDS and not the rules of the API of this house, since directories elsewhere already speak it.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.network.directory import referral

PER_PAGE, MOST = 50, 100
_DOCUMENTED = "https://docs.openreferral.org/"


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


@require_safe
def services(request: HttpRequest) -> JsonResponse:
    """A page of services: `page`, `per_page`, `search`, `taxonomy_term_id`, `organization_id`, `full`."""
    today = timezone.localdate()
    found = _chosen(referral.entries(today), request)
    page = Paginator(found, _per_page(request)).get_page(request.GET.get("page"))
    rows = referral.services(list(page.object_list), today)
    full = request.GET.get("full") == "true"
    return _answer(
        {
            "total_items": page.paginator.count,
            "total_pages": page.paginator.num_pages,
            "page_number": page.number,
            "size": len(rows),
            "first_page": not page.has_previous(),
            "last_page": not page.has_next(),
            "empty": not rows,
            "contents": rows if full else [_single(row) for row in rows],
        }
    )


@require_safe
def service(_request: HttpRequest, uid: UUID) -> JsonResponse:
    """One service with all that belongs to it."""
    today = timezone.localdate()
    found = [one for one in referral.entries(today) if one.listing.uid == uid]
    if not found:
        return _answer({"message": "There is no such service."}, status=404)
    return _answer(referral.services(found, today)[0])


def _chosen(found: Iterable[referral.Entry], request: HttpRequest) -> list[referral.Entry]:
    words = request.GET.get("search", "").casefold()
    term = request.GET.get("taxonomy_term_id", "")
    organization = request.GET.get("organization_id", "")
    return [
        one
        for one in found
        if words in f"{one.version.name} {one.version.offers} {one.version.for_whom}".casefold()
        and (not term or term in _terms(one))
        and (not organization or organization == referral.organization_id(one.listing))
    ]


def _terms(one: referral.Entry) -> set[str]:
    forms = {referral.term_id("exploitation_form", code) for code in one.version.forms.split()}
    return {referral.term_id("organisation_kind", one.listing.kind), *forms}


def _per_page(request: HttpRequest) -> int:
    asked = request.GET.get("per_page", "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else PER_PAGE
    return max(1, min(wanted, MOST))


def _single(row: dict[str, Any]) -> dict[str, Any]:
    """Without what there may be several of, as HSDS lists services."""
    return {name: value for name, value in row.items() if not isinstance(value, list)}


def _answer(content: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(content, status=status)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
