"""Taking consent back: what will happen, and afterwards what was done."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from schakel.foundation.access.rules import require
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.terms.queries import label
from schakel.register.intake.choices import ENDED, Consequence
from schakel.register.intake.consents import (
    STAFF_ONLY,
    purposes_on_consent,
    registration_ended,
    remains_of,
    withdrawals_of,
)
from schakel.register.intake.forms.consent import WithdrawConsentForm
from schakel.register.intake.legal import REGISTRATION
from schakel.register.intake.models import ConsentWithdrawal, Report
from schakel.register.intake.queries import latest_status
from schakel.register.intake.views.pages import page
from schakel.register.intake.withdrawing import NothingToWithdrawError, withdraw_consent


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("withdraw_consent", "intake.Report")
def withdrawal(request: SignedInRequest, number: str) -> HttpResponse:
    """What withdrawing consent does and cannot undo, and the button that does it."""
    report = _report(request, number)
    require(request.user, "withdraw_consent", report)
    standing = purposes_on_consent(report)
    if not standing:  # a second click, or a link from before
        if withdrawals_of(report).exists():
            return redirect("intake:consent-withdrawn", number=report.number)
        raise Http404
    form = WithdrawConsentForm(request.POST or None, standing=standing)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["withdrawn_on"]
        try:
            withdraw_consent(
                by=request.user,
                report=report,
                purposes=form.cleaned_data["purposes"],
                withdrawn_on=date(day.year, day.month, day.day),
                given_by=form.cleaned_data["given_by"],
            )
        except NothingToWithdrawError:  # in another window, at the same moment
            return redirect("intake:consent-withdrawn", number=report.number)
        messages.success(request, _("The consent has been withdrawn. This is what was done."))
        return redirect("intake:consent-withdrawn", number=report.number)
    context = {
        "report": report,
        "form": form,
        "identity_rests": REGISTRATION in standing,
        "shared": [label("purpose", code) for code in standing if code != REGISTRATION],
        "ended": latest_status(report) in ENDED,
    }
    return page(request, "withdraw_consent", context)


@require_GET
@never_cache
@allowed("see", "intake.Report")
def withdrawn(request: SignedInRequest, number: str) -> HttpResponse:
    """What was done because consent was withdrawn, and what stays; to print and hand over."""
    report = _report(request, number)
    rows = list(withdrawals_of(report))
    if not rows:
        raise Http404
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="report",
        object_id=report.number,
        data=("consent",),
    )
    context = {
        "report": report,
        "withdrawals": [_shown(row, request.user.works_at_centre) for row in rows],
        "remains": remains_of(report, counts=latest_status(report) not in ENDED),
        "registered": not registration_ended(report.purposes.all()),
        "standing": purposes_on_consent(report),
    }
    return page(request, "consent_withdrawn", context)


def _shown(row: ConsentWithdrawal, by_centre: bool) -> dict[str, object]:
    """One withdrawal in words. Partners are not told what could say whether others reported too."""
    return {
        "row": row,
        "purposes": sorted({label("purpose", one.purpose.purpose) for one in row.purposes.all()}),
        "consequences": [
            (one.get_code_display(), one.count, one.code == Consequence.SHARING_STOPPED)
            for one in row.consequences.all()
            if by_centre or one.code not in STAFF_ONLY
        ],
    }


def _report(request: SignedInRequest, number: str) -> Report:
    return visible_or_404(Report.objects.with_rows(), request.user, number=number)
