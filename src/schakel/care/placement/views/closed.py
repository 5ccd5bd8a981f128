"""Restricted groups: breaking the glass with a reason, and the keeper's review of who did."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from schakel.care.placement import opening, work
from schakel.care.placement.closed import closed_groups
from schakel.care.placement.models import BreakGlass, GroupRestriction, Request
from schakel.care.placement.request_forms import GlassForm
from schakel.care.placement.views.trying import tried
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event

SHOWN = 100


@require_http_methods(("GET", "HEAD", "POST"))
@never_cache
@allowed("open", "placement.Group")
def openings(request: SignedInRequest) -> HttpResponse:
    """What one keeps and who opened it; and opening what a colleague keeps, with a reason."""
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = _closed(request, form.cleaned_data["number"])
        if row is None:
            form.add_error("number", _("This is no number of a restricted request of a colleague."))
        elif tried(
            request,
            lambda: opening.break_glass(
                by=request.user, group=row.group, reason=form.cleaned_data["reason"]
            ),
            _("Open for you for three hours. The keeper has been told."),
        ):
            return redirect("placement:request", number=row.number)
    return _show(request, form)


def _closed(request: SignedInRequest, number: str) -> Request | None:
    rows = Request.objects.filter(group__in=closed_groups(request.user)).select_related("group")
    return rows.filter(number=number.strip().upper()).first()


def _show(request: SignedInRequest, form: GlassForm) -> HttpResponse:
    record(by=request.user, event=Event.VIEW, object_type="table", object_id="placement_openings")
    kept = GroupRestriction.objects.filter(keeper=request.user, ended_at=None)
    kept = kept.select_related("group").prefetch_related("group__requests").defer("reason")
    opened = BreakGlass.objects.filter(group__in=kept.values("group")).select_related(
        "user", "group"
    )
    context = {
        "form": form,
        "kept": kept[:SHOWN],
        "opened": opened[:SHOWN],
        "keepers": work.keepers(request.user),
        "mine": BreakGlass.objects.current().filter(user=request.user).select_related("group"),
    }
    status = 422 if form.errors else 200
    return render(request, "placement/openings.html", context, status=status)


@require_POST
@never_cache
@allowed("open", "placement.Group")
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """The keeper says whether an opening was right."""
    row = visible_or_404(BreakGlass.objects.select_related("group"), request.user, pk=pk)
    if request.POST.get("justified") not in ("yes", "no"):
        messages.error(request, _("Say whether it was rightly opened."))
        return redirect("placement:openings")
    justified = request.POST["justified"] == "yes"
    tried(
        request,
        lambda: opening.review(by=request.user, opening=row, justified=justified),
        _("Your review has been written down."),
    )
    return redirect("placement:openings")
