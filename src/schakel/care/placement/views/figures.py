"""The exact figures of first shelter, by year; for the centre's own people."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from schakel.care.placement.choices import RefusalReason, Scheme
from schakel.care.placement.counting import counted
from schakel.care.placement.figures import SchemeFigures, YearFigures, year_figures, years
from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.ui.exports import csv_response


@require_GET
@never_cache
@allowed("see", "placement.Figures")
def shelter_figures(request: SignedInRequest, year: int | None = None) -> HttpResponse:
    """One year, the newest unless another is asked for; with the year before beside the totals."""
    rows = counted()
    known = years(rows)
    if year is not None and year not in known:
        raise Http404
    chosen = year or (known[0] if known else None)
    record(
        by=request.user, event=Event.VIEW, object_type="table", object_id=f"shelter-{chosen or ''}"
    )
    context: dict[str, Any] = {"years": _tabs(known, chosen), "year": chosen}
    if chosen is not None:
        found = year_figures(chosen, rows)
        context |= {
            "figures": found,
            "before": year_figures(chosen - 1, rows).total if chosen - 1 in known else None,
            "refusals": [(one, _reasons(one.reasons)) for one in found.refusals],
        }
    return render(request, "placement/figures.html", context)


def _tabs(known: Iterable[int], chosen: int | None) -> list[dict[str, Any]]:
    return [
        {
            "label": str(year),
            "url": reverse("shelter-figures:year", args=[year]),
            "current": year == chosen,
        }
        for year in known
    ]


def _reasons(pairs: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(str(RefusalReason(code).label), number) for code, number in pairs]


@require_GET
@allowed("see", "placement.Figures")
def shelter_figures_csv(request: SignedInRequest, year: int) -> HttpResponseBase:
    """The same figures as a file, a row per scheme and figure."""
    rows = counted()
    if year not in years(rows):
        raise Http404
    record(by=request.user, event=Event.EXPORT, object_type="table", object_id=f"shelter-{year}")
    header = [_("scheme"), _("figure"), _("number")]
    return csv_response(f"opvang-{year}.csv", header, _lines(year_figures(year, rows)))


def _lines(figures: YearFigures) -> Iterator[list[Any]]:
    for one in (*figures.schemes, figures.total):
        name = str(Scheme(one.scheme).label) if one.scheme else _("all schemes together")
        for figure, number in _named(one):
            yield [name, figure, number]


def _named(one: SchemeFigures) -> list[tuple[str, Any]]:
    return [
        (_("requests"), one.requests),
        (_("first requests"), one.first_requests),
        (_("requests for a follow-up place"), one.follow_up_requests),
        (_("persons for whom shelter was asked"), one.persons_asked_for),
        (_("placements"), one.placements),
        (_("placements on a request"), one.placed_on_request),
        (_("of these: from another place"), one.followed_up),
        (_("placements by flowing through"), one.flowed_through),
        (_("placements by another authority"), one.placed_directly),
        (_("refusals"), one.refusals),
        (_("improper refusals"), one.improper),
        (_("requests without a place"), one.unmet),
        (_("days from request to place, median"), _days(one.waiting.median)),
        (_("days from request to place, nine in ten within"), _days(one.waiting.ninth)),
        (_("days of a stay that ended, median"), _days(one.staying.median)),
        (_("stays longer than the term"), one.over_term),
    ]


def _days(value: float | None) -> float | str:
    return "" if value is None else round(value, 1)
