"""The public page of the unseen number, and what it rests on as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.foundation.ui.exports import csv_response
from schakel.knowledge.figures.models import page_language
from schakel.knowledge.unseen.drawing import ROW, WIDTHS, Line, drawn
from schakel.knowledge.unseen.earlier import EARLIER
from schakel.knowledge.unseen.forms import PondForm
from schakel.knowledge.unseen.models import PublishedEstimate
from schakel.knowledge.unseen.pond import FISH, NET, pond
from schakel.knowledge.unseen.queries import estimates, present


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How one counts whom one cannot see, the present estimate, and earlier ones."""
    found = present()
    lines = [*_lines(found), *_earlier()]
    choice = pond(request.GET.get("nets", ""))
    context: dict[str, Any] = {
        "form": PondForm(initial={"nets": choice.choice}),
        "pond": choice,
        "fish": FISH,
        "net": NET,
        "present": found,
        "words": _words(found) if found else None,
        "overlaps": _overlaps(found) if found else None,
        "lines": lines,
        "pictures": [
            {
                "name": name,
                "width": width,
                "height": ROW * len(lines) + 6,
                "drawn": drawn(lines, width),
            }
            for name, width in WIDTHS.items()
        ],
        "others": [row for row in estimates() if found is None or row.pk != found.pk],
    }
    return render(request, "unseen/page.html", context)


def _words(row: PublishedEstimate) -> dict[str, Any]:
    """The estimate as it is read: numbers of people with their marks for thousands."""
    told = row.content
    numbers = {
        "estimate": told["estimate"],
        "low": told["interval"][0],
        "high": told["interval"][1],
        "observed": told["observed"],
        "spread_low": told["spread"][0],
        "spread_high": told["spread"][1],
    }
    return {name: number_format(value, force_grouping=True) for name, value in numbers.items()} | {
        name: row.worded(name) for name in ("population", "method", "warnings")
    }


def _lines(row: PublishedEstimate | None) -> list[Line]:
    """The present estimate by year, so that it can be held against earlier ones."""
    if row is None:
        return []
    told = row.content
    first, last = told["years"]
    years = last - first + 1
    low, high = told["interval"]
    observed = round(told["observed"] / years)
    # By year in hundreds: more would promise more than the range does.
    estimate, low, high = (round(value / years, -2) for value in (told["estimate"], low, high))
    label = f"{first}–{last}" if years > 1 else str(first)
    return [Line(label, int(estimate), int(low), int(high), observed, _("This page"), present=True)]


def _earlier() -> list[Line]:
    return [
        Line(one.period, one.estimate, one.low, one.high, one.registered, str(one.source))
        for one in EARLIER
    ]


def _overlaps(row: PublishedEstimate) -> dict[str, Any]:
    """The protected lists of an estimate: each with its people, and each two with those on both."""
    told, language = row.content, page_language()
    cells = [(int(cell), people) for cell, people in told["overlaps"].items()]
    names = [words[language] for words in told["lists"]]
    places = range(len(names))
    return {
        "letters": [chr(ord("A") + place) for place in places],
        "rows": [
            (
                chr(ord("A") + one),
                names[one],
                [
                    sum(n for cell, n in cells if cell >> one & 1 and cell >> two & 1)
                    for two in places
                ],
            )
            for one in places
        ],
    }


@require_safe
def data(request: HttpRequest, number: str) -> HttpResponseBase:
    """The protected lists of an estimate as a file; not of one that was withdrawn."""
    row = estimates().filter(number=number, withdrawal=None).first()
    if row is None:
        raise Http404
    names = [words[page_language()] for words in row.content["lists"]]
    cells = sorted((int(cell), people) for cell, people in row.content["overlaps"].items())
    rows = [[*(cell >> place & 1 for place in range(len(names))), people] for cell, people in cells]
    return csv_response(f"{row.number}.csv", [*names, "count"], rows)
