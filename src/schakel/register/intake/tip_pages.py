"""Tips of citizens, for the people at the centre who answer the telephone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.choices import TIP_TRANSITIONS, TipState
from schakel.register.intake.models import Tip
from schakel.register.intake.retention import TIP_DAYS
from schakel.register.intake.tip_forms import TipForm
from schakel.register.intake.tipping import change_tip, take_tip

PER_PAGE = 50


@require_GET
@allowed("see", "intake.Tip")
def tips(request: SignedInRequest) -> HttpResponse:
    """All tips, the newest first; no text is opened."""
    rows = Tip.objects.visible_to(request.user).defer("text", "contact")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "intake/tips.html", {"page": page, "days": TIP_DAYS})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("create", "intake.Tip")
def new(request: SignedInRequest) -> HttpResponse:
    """Write down what a citizen tells; this makes no report."""
    form = TipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tip = take_tip(by=request.user, **form.cleaned_data)
        messages.success(request, _("The tip has been kept. It is no report and does not count."))
        return redirect("intake:tip", number=tip.number)
    return render(request, "intake/tip_new.html", {"form": form, "days": TIP_DAYS})


@require_GET
@never_cache
@allowed("see", "intake.Tip")
def tip(request: SignedInRequest, number: str) -> HttpResponse:
    """One tip, and what can be done with it."""
    row = _tip(request, number)
    record(
        by=request.user, event=Event.VIEW, object_type="tip", object_id=row.number, data=("text",)
    )
    facts = [
        (_("State"), row.get_state_display()),
        (_("Received at"), row.received_at),
        (_("How to reach the caller"), row.contact),
    ]
    context = {"tip": row, "facts": facts, "next": TIP_TRANSITIONS[row.state], "days": TIP_DAYS}
    return render(request, "intake/tip.html", context)


@require_POST
@allowed("change", "intake.Tip")
def change(request: SignedInRequest, number: str) -> HttpResponse:
    """Hand it over to the advice desk, or close it."""
    row = _tip(request, number)
    state = request.POST.get("state", "")
    if state in TipState.values:
        try:
            change_tip(by=request.user, tip=row, state=TipState(state))
            messages.success(request, TipState(state).label)
        except NotPossibleError:
            messages.error(request, _("Somebody else already did this."))
    return redirect("intake:tip", number=row.number)


def _tip(request: SignedInRequest, number: str) -> Tip:
    return visible_or_404(Tip.objects.all(), request.user, number=number)
