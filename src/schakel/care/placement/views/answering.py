"""Offers: what a site that telephones answers, taking back, questioning a refusal, and placing."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from schakel.care.placement import offering, placing
from schakel.care.placement.models import Offer
from schakel.care.placement.offer_forms import CareForm, QuestionForm, RefusalForm
from schakel.care.placement.views.trying import form_errors, tried
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest


@require_POST
@never_cache
@allowed("change", "placement.Offer")
def answer(request: SignedInRequest, number: str) -> HttpResponse:
    """One step with an offer; `do` says which."""
    rows = Offer.objects.select_related("request__group", "unit__site")
    row = visible_or_404(rows, request.user, "change", number=number)
    doing = _STEPS.get(request.POST.get("do", ""))
    if doing is None:
        messages.error(request, _("Choose what must happen."))
    else:
        doing(request, row)
    return redirect("placement:request", number=row.request.number)


def _accept(request: SignedInRequest, row: Offer) -> None:
    tried(
        request,
        lambda: offering.accept(by=request.user, offer=row),
        _("Accepted. Confirm the placement now."),
    )


def _refuse(request: SignedInRequest, row: Offer) -> None:
    form = RefusalForm(request.POST, prefix="refusal")
    if not form.is_valid():
        form_errors(request, form)
        return
    tried(
        request,
        lambda: offering.refuse(by=request.user, offer=row, **form.cleaned_data),
        _("The refusal has been written down."),
    )


def _take_back(request: SignedInRequest, row: Offer) -> None:
    tried(
        request,
        lambda: offering.take_back(by=request.user, offer=row),
        _("The offer has been taken back; the place is free again."),
    )


def _question(request: SignedInRequest, row: Offer) -> None:
    form = QuestionForm(request.POST, prefix="question")
    if not form.is_valid():
        form_errors(request, form)
        return
    note = form.cleaned_data["note"]
    tried(
        request,
        lambda: offering.question(by=request.user, answer=row.answer, note=note),
        _("The refusal has been questioned; the answer stands as it was given."),
    )


def _place(request: SignedInRequest, row: Offer) -> None:
    form = CareForm(request.POST, prefix="care")
    care = form.cleaned_data["care"] if form.is_valid() else None
    moving = row.request.group.has_place
    tried(
        request,
        lambda: placing.place(by=request.user, offer=row, care=care),
        _("They moved: the stay at the place before has ended.")
        if moving
        else _("Placed. The shelter can write down that they arrived."),
    )


_STEPS: dict[str, Callable[[SignedInRequest, Offer], None]] = {
    "accept": _accept,
    "refuse": _refuse,
    "take-back": _take_back,
    "question": _question,
    "place": _place,
}
