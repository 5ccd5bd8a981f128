"""A shelter's answer to an offer, and the people it has after that."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schakel.care.placement import offering, placing
from schakel.care.placement.actions import NotPossibleError, log
from schakel.care.placement.boards import lines_of
from schakel.care.placement.briefing import needs_rows, people_rows, told_rows
from schakel.care.placement.choices import IMPROPER, AnswerKind, State, UnitState
from schakel.care.placement.models import Client, Offer, Placement, Request
from schakel.care.placement.problems import in_words
from schakel.care.placement.queries import people_of
from schakel.care.placement.shelter_forms import (
    AcceptForm,
    ExtendForm,
    LeaveForm,
    MomentForm,
    RefuseForm,
)
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.choices import Event as Logged

CHANGES = ("GET", "HEAD", "POST")
UNOPENED = ("unit__site__address", "unit__site__phone")


@require_http_methods(CHANGES)
@never_cache
@allowed("run", "placement.Site")
def offer(request: SignedInRequest, number: str) -> HttpResponse:
    """An offer: what one must know to answer, the clock, and yes or no."""
    rows = Offer.objects.select_related("request__group", "unit__site", "answer", "placement")
    row = visible_or_404(rows.defer(*UNOPENED), request.user, "answer", number=number)
    do = request.POST.get("do", "")
    yes = AcceptForm(request.POST if do == "accept" else None, prefix="yes")
    no = RefuseForm(request.POST if do == "refuse" else None, prefix="no")
    if _answered(request, row, yes if do == "accept" else no if do == "refuse" else None):
        return redirect("shelter:offer", number=number)
    answer = getattr(row, "answer", None)
    state = Request.objects.with_state().get(pk=row.request_id).state
    waits = answer is None and not row.is_overdue
    kept = answer is not None and answer.kind == AnswerKind.ACCEPTED and state == State.ACCEPTED
    told = told_rows(row) if waits or kept else []
    if told:
        log(request.user, Logged.VIEW, row.request.group, row.number, "offer", "needs")
    context = {
        "offer": row,
        "answer": answer,
        "waits": waits,
        "kept": kept,
        "told": told,
        "yes": yes,
        "no": no,
        "placement": getattr(row, "placement", None),
        "line": lines_of([row.unit])[0],
    }
    wrong = bool(yes.errors or no.errors)
    return render(request, "placement/shelter/offer.html", context, status=422 if wrong else 200)


def _answered(request: SignedInRequest, row: Offer, form: Any) -> bool:
    if form is None or not form.is_valid():
        return False
    try:
        if isinstance(form, AcceptForm):
            offering.accept(by=request.user, offer=row, **form.cleaned_data)
            messages.success(request, _("Accepted. Now the centre confirms the placement."))
        else:
            given = form.cleaned_data
            offering.refuse(by=request.user, offer=row, **given)
            messages.success(request, _refused(given["reason"]))
    except NotPossibleError as error:
        # Clicked twice, answered by a colleague, or too late: the page says how it stands.
        if error.code != "answered":
            messages.error(request, in_words(error))
    return True


def _refused(reason: str) -> str:
    if reason in IMPROPER:
        return _(
            "Your answer has been noted. Because a tie with the region may not be a contra-indication, this "
            "refusal is counted, and the centre may call you about it."
        )
    return _("Your answer has been noted. The centre looks further; the place is free again.")


@require_http_methods(CHANGES)
@never_cache
@allowed("run", "placement.Site")
def stay(request: SignedInRequest, number: str) -> HttpResponse:
    """People who were placed here: who they are, and their arrival, longer stay and departure."""
    rows = Placement.objects.select_related("group", "request", "occupancy", "unit__site", "care")
    row = visible_or_404(rows.defer(*UNOPENED), request.user, "host", number=number)
    stays = list(row.stays.select_related("client"))
    there = [each.client for each in stays if each.arrived_at and not each.left_at]
    forms = _forms(request, [(client, _name(client)) for client in there])
    chosen = forms.get(request.POST.get("do", ""))
    if chosen is not None and chosen.is_valid():
        _kept(request, row, request.POST["do"], chosen.cleaned_data)
        return redirect("shelter:stay", number=number)
    line = lines_of([row.unit])[0]
    here = line.placement == row
    people = people_of(row.group) if here else []
    if here:
        log(request.user, Logged.VIEW, row.group, row.number, "placement", "identity", "needs")
    context = {
        "placement": row,
        "stays": stays,
        "here": here,
        "expected": here and line.state == UnitState.EXPECTED,
        "line": line,
        "people": people_rows(people),
        "needs": needs_rows(row.group) if here else [],
        "contact": row.request.contact if here and row.request else "",
        "extensions": list(row.extensions.defer("note")),
        "forms": forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "placement/shelter/stay.html", context, status=422 if wrong else 200)


def _name(client: Client) -> str:
    return f"{client.given_names} {client.surname}".strip() or str(client.get_kin_display())


def _forms(request: SignedInRequest, people: list[tuple[Client, str]]) -> dict[str, Any]:
    do = request.POST.get("do", "")

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    return {
        "arrive": MomentForm(sent("arrive"), prefix="arrive"),
        "no_show": MomentForm(sent("no_show"), prefix="no_show"),
        "extend": ExtendForm(sent("extend"), prefix="extend"),
        "leave": LeaveForm(sent("leave"), prefix="leave", people=people),
    }


def _kept(request: SignedInRequest, row: Placement, do: str, given: dict[str, Any]) -> None:
    try:
        if do == "arrive":
            placing.arrive(by=request.user, placement=row, **given)
            messages.success(request, _("Noted: they have arrived."))
        elif do == "no_show":
            placing.no_show(by=request.user, placement=row, **given)
            messages.success(request, _("Noted: nobody came. The place is free again."))
        elif do == "extend":
            placing.extend(by=request.user, placement=row, **given)
            messages.success(request, _("Noted: they stay longer."))
        else:
            placing.leave(
                by=request.user,
                placement=row,
                destination=given["destination"],
                clients=given.get("who"),
                at=given["at"],
            )
            messages.success(request, _("Noted: they left."))
    except NotPossibleError as error:
        messages.error(request, in_words(error))
