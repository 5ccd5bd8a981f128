"""Reports as the registrar sees them: a list, one report, and the decision who it is about."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.queries import about
from schakel.register.intake.attachments.listing import attachments_without_names
from schakel.register.intake.choices import ENDED, TRANSITIONS, Status
from schakel.register.intake.consents import state_of
from schakel.register.intake.keepers import restriction_of
from schakel.register.intake.models import Report, ReportQuerySet
from schakel.register.intake.queries import facts, history
from schakel.register.persons import queries, triage
from schakel.register.persons.actions import NotPossibleError, open_identity, register
from schakel.register.persons.clocks import periods
from schakel.register.persons.closed import hidden_about
from schakel.register.persons.completeness import missing_facts
from schakel.register.persons.forms import IdentityForm, RegisterForm, ReportFilter
from schakel.register.persons.portrait import identities
from schakel.register.persons.seeking import seeker
from schakel.register.persons.triage_forms import AssignForm

PER_PAGE = 50
LOG_LINES = 20

WHY_NOT = {
    "already_registered": gettext_lazy("This report was registered already."),
    "does_not_count": gettext_lazy(
        "This report was corrected, withdrawn or given back and is not registered."
    ),
    "several_persons": gettext_lazy(
        "The key of this report names more than one person. Choose one."
    ),
    "not_registered": gettext_lazy("This report has not been registered yet."),
    "same_person": gettext_lazy("The report is about this person already."),
    "may_be_known": gettext_lazy(
        "This report may be about somebody who is in the register. Choose who it is about."
    ),
    "restricted": gettext_lazy(
        "Part of what is known about this person is restricted. Its keeper decides: ask there."
    ),
    "no_answer": gettext_lazy("There is no answer to deal with."),
}


@require_GET
@allowed("see", "persons.Person")
def reports(request: SignedInRequest) -> HttpResponse:
    """All reports, of every reporter."""
    form = ReportFilter(request.GET or None)
    rows = _filtered(form).visible_to(request.user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "persons/reports.html", {"form": form, "page": page})


def _filtered(form: ReportFilter) -> ReportQuerySet:
    if form.is_bound and not form.is_valid():
        return queries.reports().none()
    wanted = form.cleaned_data if form.is_bound else {}
    rows = queries.reports(wanted.get("state", ""))
    if wanted.get("number"):
        rows = rows.filter(number=wanted["number"])
    if wanted.get("kind"):
        rows = rows.filter(reporter_type=wanted["kind"])
    if year := wanted.get("year"):
        rows = rows.filter(year=None if year == "unknown" else int(year))
    return rows


@require_GET
@never_cache
@allowed("see", "persons.Person")
def report(request: SignedInRequest, number: str) -> HttpResponse:
    """One report: what was received, the person it became or the decision to take, and its log."""
    row = report_of(request, number)
    return show_report(request, row)


def report_of(request: SignedInRequest, number: str) -> Report:
    """The report that an address names, if this registrar may see it."""
    rows = triage.with_details(triage.as_placed(Report.objects.with_rows()))
    return visible_or_404(rows, request.user, "see", number=number)


def show_report(request: SignedInRequest, row: Any, **context: Any) -> HttpResponse:
    """The page of one report, with what a form of it came back with."""
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="report",
        object_id=row.number,
        subject=row.person_number or "",
        data=("report",),
    )
    looking = seeker()
    panel = looking.panel(row, request.user) if looking else None
    user = request.user
    candidates = queries.possible_same(row, panel.candidates if panel else (), user=user)
    standing = row.status not in ENDED
    if not row.person_number and standing and "decision" not in context:
        context["decision"] = RegisterForm(candidates=candidates, user=user)
    log = list(about("report", row.number)[:LOG_LINES])
    context = {
        "report": row,
        "facts": facts(row),
        "history": history(row),
        "standing": standing,
        "panel": panel,
        "candidates": [each for each in candidates if each.score is None],
        "missing": missing_facts(row),
        "desk": triage.standing(row),
        "terms": [periods()[clock] for clock in triage.statutory_clocks(row)],
        "assign": AssignForm(on_it=row.assignee),
        "may": _open_to_centre(row.status),
        "steps": list(triage.steps(row)),
        "restriction": restriction_of(row),
        "keepers": hidden_about(row.person_number or "", user).keepers,
        "closed": queries.carries_identity(row, user),
        "ground": IdentityForm(prefix="identity"),
        "files": attachments_without_names(row),
        "files_ground": IdentityForm(prefix="files"),
        "log": log,
        "consent": state_of(row),
        "actor_names": queries.actor_names(line.actor for line in log),
        **context,
    }
    return render(request, "persons/report.html", context, status=context.get("status", 200))


def _open_to_centre(status: str) -> dict[str, bool]:
    """What the centre can still do towards the reporter."""
    return {
        "ask": Status.QUESTION in TRANSITIONS[status],
        "answer": Status.ANSWERED in TRANSITIONS[status],
        "give_back": Status.RETURNED in TRANSITIONS[status],
    }


@require_POST
@allowed("change", "persons.Person")
def decide(request: SignedInRequest, number: str) -> HttpResponse:
    """Register the report with the person chosen."""
    row = report_of(request, number)
    candidates = queries.possible_same(row, user=request.user)
    form = RegisterForm(request.POST, candidates=candidates, user=request.user)
    if not form.is_valid():
        return show_report(request, row, decision=form, status=422)
    chosen = form.cleaned_data["chosen"]
    try:
        person = register(by=request.user, report=row, person=chosen, new=chosen is None)
    except NotPossibleError as reason:
        messages.error(request, WHY_NOT[reason.code])
        return redirect("persons:report", number=row.number)
    messages.success(
        request, _("The report is registered with person %(number)s.") % {"number": person.number}
    )
    return redirect("persons:report", number=row.number)


@require_POST
@never_cache
@allowed("see", "persons.Identity")
def identity(request: SignedInRequest, number: str) -> HttpResponse:
    """The report with the identity that it carries, after a ground was given; on this page only."""
    row = report_of(request, number)
    form = IdentityForm(request.POST, prefix="identity")
    if not form.is_valid():
        return show_report(request, row, ground=form, status=422)
    opened = open_identity(by=request.user, row=row, **form.cleaned_data)
    return show_report(request, row, opened=identities(opened, with_sender=True))
