"""Places for one request in order, each with its reasons; offering, and a frozen choice made again."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.choices import OccupancyKind
from schakel.care.placement.deciding import Places, decide, places_for, replayed
from schakel.care.placement.joining import propose
from schakel.care.placement.models import Decision, Occupancy, Request, Unit
from schakel.care.placement.offer_forms import PARALLEL, ChoiceForm
from schakel.care.placement.problems import in_words
from schakel.care.placement.queries import requests, units
from schakel.care.placement.wording import fact_label
from schakel.care.placement.work import in_short
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.methods.placement import Outcome, Ranked, Ranking, ReplayError
from schakel.register.persons.queries import actor_names

PER_PAGE = 20
OUTCOME_KINDS = {Outcome.POSSIBLE: "success", Outcome.ASK: "warning", Outcome.NOT: "neutral"}


@require_http_methods(("GET", "HEAD", "POST"))
@never_cache
@allowed("change", "placement.Request")
def places(request: SignedInRequest, number: str) -> HttpResponse:
    """Every place for this request, ranked; offer it to one or several."""
    row = visible_or_404(requests(request.user), request.user, "change", number=number)
    found = places_for(request.user, row)
    known = {unit.number: unit for unit in found.units}
    if request.method != "POST":
        picked = [one for one in request.GET.getlist("unit") if one in known]
        initial = {"deviation": _("Joint proposal") if request.GET.get("joint") else ""}
        return _show(request, row, found, ChoiceForm(units=known, initial=initial), picked)
    form = ChoiceForm(request.POST, units=known)
    picked = request.POST.getlist("unit")
    if not form.is_valid():
        return _show(request, row, found, form, picked, status=422)
    given = form.cleaned_data
    try:
        offers = decide(
            by=request.user,
            request=row,
            chosen=form.chosen,
            in_order=given["how"] != PARALLEL,
            hours=given["hours"],
            deviation=given["deviation"],
        )
    except NotPossibleError as error:
        form.add_error("deviation" if error.code == "deviation" else None, in_words(error))
        if error.code == "taken":
            form.add_error(None, first(request, form.chosen))
        return _show(request, row, found, form, picked, status=422)
    said = ngettext("Offered to %(n)s place.", "Offered to %(n)s places.", len(offers))
    messages.success(request, said % {"n": len(offers)})
    return redirect("placement:request", number=row.number)


def first(request: SignedInRequest, chosen: list[Unit]) -> str:
    """Who has the place that one wanted, since when and for which request."""
    rows = Occupancy.objects.filter(unit__in=chosen).select_related("unit", "offer__request")
    busy = [row for row in rows if row.now]
    if not busy:
        return _("Load the page again to see what is free now.")
    row = busy[0]
    name = actor_names([row.by]).get(row.by, _("somebody of the shelter"))
    held = getattr(row, "offer", None)
    visible = held and Request.objects.visible_to(request.user).filter(pk=held.request_id).exists()
    texts = {
        "unit": row.unit.name,
        "name": name,
        "time": date_format(timezone.localtime(row.since), "j F H:i"),
        "number": held.request.number if held and visible else _("another request"),
    }
    if row.kind == OccupancyKind.HOLD:
        return _("%(unit)s: %(name)s was first, at %(time)s, for %(number)s.") % texts
    return _("%(unit)s: %(name)s was first, at %(time)s.") % texts


def _show(
    request: SignedInRequest,
    row: Request,
    found: Places,
    form: ChoiceForm,
    picked: list[str],
    status: int = 200,
) -> HttpResponse:
    ranking = found.ranking
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="request",
        object_id=row.number,
        subject=row.group.number,
        data=("places",),
    )
    page = Paginator(ranking.entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "row": row,
        "form": form,
        "page": page,
        "entries": [(entry, found.unit_of(entry), _kind(entry)) for entry in page.object_list],
        "picked": picked or _best(found),
        "counts": _counts(ranking),
        "asks": _asks(ranking),
    }
    return render(request, "placement/places.html", context, status=status)


@require_GET
@never_cache
@allowed("change", "placement.Request")
def joint(request: SignedInRequest) -> HttpResponse:
    """The whole waiting list against all free places, beside the places one by one; a human decides."""
    proposal = propose(request.user)
    record(by=request.user, event=Event.VIEW, object_type="table", object_id="placement_joint")
    short = in_short([line.request for line in proposal.lines])
    context = {"proposal": proposal, "short": short}
    return render(request, "placement/joint.html", context)


def _kind(entry: Ranked) -> str:
    return OUTCOME_KINDS[entry.outcome]


def _best(found: Places) -> list[str]:
    best = found.ranking.best
    return [found.unit_of(best).number] if best else []


def _counts(ranking: Ranking) -> dict[str, int]:
    return {one.value: len(ranking.of(one)) for one in Outcome}


def _asks(ranking: Ranking) -> list[str]:
    """What to ask first: the facts of the client that most places wait for."""
    times: dict[str, int] = {}
    for entry in ranking.of(Outcome.ASK)[:PER_PAGE]:
        for name in entry.explanation.asks:
            if name.startswith("client."):
                times[name] = times.get(name, 0) + 1
    return [
        str(fact_label(name)) for name, _n in sorted(times.items(), key=lambda one: -one[1])[:5]
    ]


@require_GET
@never_cache
@allowed("see", "placement.Decision")
def decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """A choice as it was made: the ranking of then, made again, and whether it comes out the same."""
    rows = Decision.objects.select_related("request__group", "chosen__site")
    row = visible_or_404(rows.defer("chosen__site__address"), request.user, pk=pk)
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="request",
        object_id=row.request.number,
        subject=row.request.group.number,
        data=("decision",),
    )
    context: dict[str, Any] = {"row": row, "actor_names": actor_names([row.by])}
    try:
        ranking = replayed(row)
    except ReplayError as error:
        context["problem"] = error.text
    else:
        by_number = {unit.number: unit for unit in units(request.user)}
        page = Paginator(ranking.entries, PER_PAGE).get_page(request.GET.get("page"))
        context["page"] = page
        context["entries"] = [
            (entry, by_number.get(entry.unit), _kind(entry)) for entry in page.object_list
        ]
    return render(request, "placement/decision.html", context)
