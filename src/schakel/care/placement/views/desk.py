"""The placement coordinator's desk: what must be done now, and the list of all requests."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from schakel.care.placement import work
from schakel.care.placement.choices import WAITING, State
from schakel.care.placement.models import RequestQuerySet
from schakel.care.placement.queries import requests
from schakel.care.placement.request_forms import RequestFilter
from schakel.care.placement.wording import timeline
from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.ui.whole import whole
from schakel.register.persons.queries import actor_names

PER_PAGE = 50
REPORTS_SHOWN = 10


@require_GET
@never_cache
@allowed("change", "placement.Request")
def desk(request: SignedInRequest) -> HttpResponse:
    """What must be done now."""
    user = request.user
    found = work.work_of(user)
    reports = work.not_taken_up(user)
    _looked(request, "placement_desk")
    rows = [*found.tonight, *found.new, *found.accepted, *found.no_shows, *found.waiting]
    rows += [stall.request for stall in found.stalls]
    context = {
        "work": found,
        "short": work.in_short([*rows, *found.stays]),
        "reports": reports[:REPORTS_SHOWN],
        "reports_count": reports.count(),
        "keepers": work.keepers(user),
        "today": timezone.localdate(),
        "actor_names": actor_names(note.by for note in found.notes),
    }
    return render(request, "placement/desk.html", context)


@require_GET
@never_cache
@allowed("change", "placement.Request")
def request_list(request: SignedInRequest) -> HttpResponse:
    """All requests, narrowed by where they stand, scheme, priority, and whose they are."""
    form = RequestFilter(request.GET or None)
    page = Paginator(_filtered(request, form), PER_PAGE).get_page(request.GET.get("page"))
    _looked(request, "placement_requests")
    context = {"form": form, "page": page, "short": work.in_short(page.object_list)}
    return render(request, "placement/requests.html", context)


def _filtered(request: SignedInRequest, form: RequestFilter) -> RequestQuerySet:
    rows = requests(request.user)
    if form.is_bound and not form.is_valid():
        return rows.none()
    wanted: dict[str, Any] = form.cleaned_data if form.is_bound else {}
    state = wanted.get("state", "")
    if state in ("", None):
        rows = rows.in_state(*WAITING, State.ACCEPTED)
    elif state != "all":
        rows = rows.in_state(state)
    for name in ("scheme", "priority"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    return rows.filter(coordinator=request.user) if wanted.get("mine") else rows


@require_GET
@never_cache
@allowed("change", "placement.Request")
def hand_over(request: SignedInRequest) -> HttpResponse:
    """For who takes the shift over: what is open, what happened, and the notes; made to be printed."""
    user = request.user
    since = timezone.now() - timedelta(hours=_hours(request))
    found = work.work_of(user)
    _looked(request, "placement_hand_over")
    rows = [*found.tonight, *found.no_shows, *found.accepted, *found.new, *found.waiting]
    rows += found.offered
    happened = work.happened_since(user, since)
    names = actor_names(event.by for events in happened.values() for event in events)
    context = {
        "rows": [(row, timeline(happened.get(row.pk, []), names)) for row in rows],
        "short": work.in_short(rows),
        "offers": found.offers,
        "stalls": found.stalls,
        "since": since,
        "hours": _hours(request),
        "choices": (8, 12, 24, 72),
        "now": timezone.now(),
    }
    return render(request, "placement/hand_over.html", context)


def _hours(request: SignedInRequest) -> int:
    return min(whole(request.GET.get("hours", "")) or 12, 168)


def _looked(request: SignedInRequest, table: str) -> None:
    record(by=request.user, event=Event.VIEW, object_type="table", object_id=table)
