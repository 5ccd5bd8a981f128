"""The annual overview: the page, its PDF and its charts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from schakel.knowledge.figures.editions import earlier_than, edition_of, part_of, with_addresses
from schakel.knowledge.figures.models import PublishedEditionPart, page_language
from schakel.knowledge.figures.views.answering import answered


@answered
def edition(request: HttpRequest, year: int) -> HttpResponseBase:
    """The newest overview of a year."""
    found = edition_of(year)
    if found is None:
        raise Http404
    part = part_of(found, page_language())
    address = [year, found.address]
    content = with_addresses(
        part.content, lambda code: reverse("figures:edition-chart", args=[*address, code])
    )
    context = {
        "edition": found,
        "content": content,
        "pdf_url": reverse("figures:edition-pdf", args=address),
        "earlier": [
            (one, reverse("figures:edition-pdf", args=[year, one.address]))
            for one in earlier_than(found)
        ],
    }
    return render(request, "figures/edition.html", context)


@answered
def pdf(request: HttpRequest, year: int, version: str) -> HttpResponseBase:
    """The overview as PDF/UA, in the language of the page."""
    part = _part(year, version)
    response = HttpResponse(bytes(part.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="overview-{year}-{part.language}.pdf"'
    return response


@answered
def chart(request: HttpRequest, year: int, version: str, code: str) -> HttpResponseBase:
    """One chart of the overview."""
    for section in _part(year, version).content["sections"]:
        for block in section["blocks"]:
            if block["kind"] == "chart" and block["code"] == code:
                return HttpResponse(block["svg"], content_type="image/svg+xml; charset=utf-8")
    raise Http404


def _part(year: int, version: str) -> PublishedEditionPart:
    found = edition_of(year, version)
    if found is None:
        raise Http404
    return part_of(found, page_language())
