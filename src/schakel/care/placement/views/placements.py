"""One placement: arrival, staying longer, flowing through, leaving, and who coordinates the care."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schakel.care.placement import asking, placing, work
from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.models import Event, Placement, Request, new_placement_number
from schakel.care.placement.needs_forms import PeopleForms
from schakel.care.placement.offer_forms import (
    CareForm,
    DirectForm,
    ExtendForm,
    LeaveForm,
    TransferForm,
)
from schakel.care.placement.problems import in_words
from schakel.care.placement.queries import units
from schakel.care.placement.views import once
from schakel.care.placement.views.trying import tried
from schakel.care.placement.wording import timeline
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event as Logged
from schakel.register.persons.queries import actor_names

_SALT = "placement.direct"


@require_http_methods(("GET", "HEAD", "POST"))
@never_cache
@allowed("change", "placement.Placement")
def one(request: SignedInRequest, number: str) -> HttpResponse:
    """One placement and every step with it; `do` says which."""
    rows = Placement.objects.select_related(
        "group", "request", "unit__site", "occupancy", "care", "previous"
    ).defer("unit__site__address", "unit__site__phone")
    row = visible_or_404(rows, request.user, "change", number=number)
    if request.method != "POST":
        return _show(request, row)
    doing = _STEPS.get(request.POST.get("do", ""))
    if doing is None:
        messages.error(request, _("Choose what must happen."))
        return redirect("placement:placement", number=row.number)
    return doing(request, row) or redirect("placement:placement", number=row.number)


@require_http_methods(("GET", "HEAD", "POST"))
@never_cache
@allowed("change", "placement.Placement")
def direct(request: SignedInRequest) -> HttpResponse:
    """Write down whom the police or another authority placed; a known group by the number of its request."""
    number = once.number(request, _SALT)
    if number and Placement.objects.visible_to(request.user).filter(number=number).exists():
        return redirect("placement:placement", number=number)
    asked, free = _asked(request), _free(request)
    sent = request.POST if request.method == "POST" else None
    form = DirectForm(sent, units=free)
    people = None if asked else PeopleForms(sent)
    if sent is not None and all([form.is_valid(), people is None or people.is_valid()]):
        try:
            made = placing.place_directly(
                by=request.user,
                who=asked.group if asked else people.people() if people else (),
                number=number,
                **form.cleaned_data,
            )
        except NotPossibleError as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, _("The placement has been written down."))
            return redirect("placement:placement", number=made.number)
    context = {
        "form": form,
        "people": people,
        "free": free,
        "group": asked.group if asked else None,
        "short": work.in_short([asked])[asked.group_id] if asked else "",
        "token": once.token(request, _SALT, new_placement_number),
    }
    wrong = form.errors and not (people and people.resized)
    return render(request, "placement/direct.html", context, status=422 if wrong else 200)


def _asked(request: SignedInRequest) -> Request | None:
    """An earlier request of people who are known."""
    number = request.GET.get("request", "")
    if not number:
        return None
    rows = Request.objects.select_related("group")
    return visible_or_404(rows, request.user, "change", number=number)


def _show(request: SignedInRequest, row: Placement, **more: Any) -> HttpResponse:
    record(
        by=request.user,
        event=Logged.VIEW,
        object_type="placement",
        object_id=row.number,
        subject=row.group.number,
        data=("placement",),
    )
    stays = list(row.stays.select_related("client").defer(*_CLOSED))
    events = list(Event.objects.filter(placement=row).order_by("-pk")[:100])
    lasts = row.occupancy.until is None
    context = {
        "row": row,
        "lasts": lasts,
        "stays": stays,
        "there": any(stay.arrived_at and not stay.left_at for stay in stays),
        "awaited": lasts and any(not stay.arrived_at for stay in stays),
        "short": work.in_short([row])[row.group_id],
        "may_follow_up": lasts and asking.may_ask_for_follow_up(row.group),
        "follow_up": row.group.requests.exclude(follows=None).going_on().first(),
        "extensions": list(row.extensions.all()),
        "timeline": timeline(events, actor_names(event.by for event in events)),
        "next": Placement.objects.visible_to(request.user).filter(previous=row).first(),
        "extend": ExtendForm(prefix="extend"),
        "leave": LeaveForm(prefix="leave"),
        "care": CareForm(prefix="care", initial={"care": row.care}),
        "transfer": TransferForm(prefix="transfer", units=_free(request)),
        **more,
    }
    status = 422 if any(getattr(form, "errors", None) for form in more.values()) else 200
    return render(request, "placement/placement.html", context, status=status)


_CLOSED = ("client__surname", "client__given_names", "client__date_of_birth")


def _free(request: SignedInRequest) -> list[Any]:
    return list(units(request.user).shown_free().order_by("site__scheme", "site__name")[:300])


Answer = HttpResponse | None


def _arrive(request: SignedInRequest, row: Placement) -> Answer:
    tried(
        request,
        lambda: placing.arrive(by=request.user, placement=row),
        _("Written down that they arrived."),
    )
    return None


def _no_show(request: SignedInRequest, row: Placement) -> Answer:
    tried(
        request,
        lambda: placing.no_show(by=request.user, placement=row),
        _("Written down that nobody came. The place is free again."),
    )
    return None


def _leave(request: SignedInRequest, row: Placement) -> Answer:
    form = LeaveForm(request.POST, prefix="leave")
    if not form.is_valid():
        return _show(request, row, leave=form)
    where = form.cleaned_data["destination"]
    tried(
        request,
        lambda: placing.leave(by=request.user, placement=row, destination=where),
        _("Written down that they left. The place is free again."),
    )
    return None


def _extend(request: SignedInRequest, row: Placement) -> Answer:
    form = ExtendForm(request.POST, prefix="extend")
    if not form.is_valid():
        return _show(request, row, extend=form)
    tried(
        request,
        lambda: placing.extend(by=request.user, placement=row, **form.cleaned_data),
        _("Written down until when they stay, and why."),
    )
    return None


def _care(request: SignedInRequest, row: Placement) -> Answer:
    form = CareForm(request.POST, prefix="care")
    if not form.is_valid():
        return _show(request, row, care=form)
    tried(
        request,
        lambda: placing.hand_over(by=request.user, placement=row, care=form.cleaned_data["care"]),
        _("Written down who coordinates the care."),
    )
    return None


def _transfer(request: SignedInRequest, row: Placement) -> Answer:
    form = TransferForm(request.POST, prefix="transfer", units=_free(request))
    if not form.is_valid():
        return _show(request, row, transfer=form)
    made: list[Placement] = []

    def moved() -> None:
        unit = form.cleaned_data["unit"]
        made.append(placing.transfer(by=request.user, placement=row, unit=unit))

    tried(request, moved, _("They flowed through. This is the new placement."))
    return redirect("placement:placement", number=made[0].number) if made else None


_STEPS: dict[str, Callable[[SignedInRequest, Placement], Answer]] = {
    "arrive": _arrive,
    "no-show": _no_show,
    "leave": _leave,
    "extend": _extend,
    "care": _care,
    "transfer": _transfer,
}
