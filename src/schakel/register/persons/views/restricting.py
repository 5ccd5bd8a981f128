"""Restricted reports: restricting one, what one keeps, and another keeper for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.register.intake.models import Report, ReportRestriction
from schakel.register.intake.restricting import NotRestrictedError, hand_over, lift, restrict
from schakel.register.persons.queries import actor_names
from schakel.register.persons.restriction_forms import KeeperForm, LiftForm, RestrictForm

CHANGES = ("GET", "HEAD", "POST")


@require_http_methods(CHANGES)
@never_cache
@allowed("restrict", "intake.Report")
def restrict_one(request: SignedInRequest, number: str) -> HttpResponse:
    """Keep a report from all colleagues but one."""
    report = visible_or_404(Report.objects.all(), request.user, "restrict", number=number)
    standing = ReportRestriction.objects.standing().filter(report=report).first()
    if standing is not None:  # whoever gets here keeps it
        return redirect("persons:restriction", pk=standing.pk)
    form = RestrictForm(request.POST or None, initial={"keeper": request.user.number})
    if request.method != "POST" or not form.is_valid():
        context = {"report": report, "form": form}
        return render(request, "persons/restrict.html", context, status=422 if form.errors else 200)
    try:
        restrict(by=request.user, report=report, **form.cleaned_data)
    except NotRestrictedError:
        messages.error(request, _("A colleague restricted this report meanwhile."))
    else:
        keeper = form.cleaned_data["keeper"].name
        messages.success(
            request, _("From now on only %(name)s sees this report.") % {"name": keeper}
        )
    return redirect("persons:restrictions")


@require_GET
@never_cache
@allowed("see", "intake.ReportRestriction")
def restrictions(request: SignedInRequest) -> HttpResponse:
    """The restricted reports that one keeps; for an administrator all of them, without what they say."""
    rows = ReportRestriction.objects.visible_to(request.user).standing()
    # A report that was corrected goes along with its correction.
    rows = rows.filter(report__corrections=None).select_related("report", "keeper").defer("note")
    record(by=request.user, event=Event.VIEW, object_type="table", object_id="restrictions")
    mine = [row for row in rows if row.keeper_id == request.user.pk]
    context = {
        "mine": mine if may(request.user, "restrict", "intake.Report") else None,
        "others": [row for row in rows if row.keeper_id != request.user.pk],
        "actor_names": actor_names(row.by for row in rows),
    }
    return render(request, "persons/restrictions.html", context)


@require_http_methods(CHANGES)
@never_cache
@allowed("see", "intake.ReportRestriction")
def restriction(request: SignedInRequest, pk: int) -> HttpResponse:
    """One restriction: who keeps the report and why; lift it, or let a colleague keep it."""
    standing = ReportRestriction.objects.standing().select_related("report", "keeper")
    row = visible_or_404(standing, request.user, pk=pk)
    action = request.POST.get("do", "")
    giving = KeeperForm(_sent(request, "give"), passed=row.keeper_id, prefix="give")
    lifting = LiftForm(_sent(request, "lift"), prefix="lift")
    chosen = {"give": giving, "lift": lifting}.get(action)
    if chosen is None or not chosen.is_valid():
        return _show(request, row, giving=giving, lifting=lifting)
    try:
        if chosen is lifting:
            lift(by=request.user, report=row.report, **lifting.cleaned_data)
            messages.success(request, _("All registrars see this report again."))
        else:
            hand_over(by=request.user, report=row.report, **giving.cleaned_data)
            name = giving.cleaned_data["keeper"].name
            messages.success(request, _("%(name)s keeps this report now.") % {"name": name})
    except NotRestrictedError:
        messages.error(request, _("A colleague changed this restriction meanwhile."))
    return redirect("persons:restrictions")


def _sent(request: SignedInRequest, action: str) -> Any:
    return request.POST if request.POST.get("do") == action else None


def _show(request: SignedInRequest, row: ReportRestriction, **forms: Any) -> HttpResponse:
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="report",
        object_id=row.report.number,
        data=("restriction",),
    )
    keeps = may(request.user, "lift", row)
    others = ReportRestriction.objects.filter(report=row.report).exclude(pk=row.pk)
    before = list(others.select_related("end", "keeper"))
    context = {
        "row": row,
        "keeps": keeps,
        "note": row.note if keeps else "",
        "before": before,
        "actor_names": actor_names([row.by, *(each.end.by for each in before)]),
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "persons/restriction.html", context, status=422 if wrong else 200)
