"""A partner's own files: sent in, checked without taking anything in, repaired, taken in with progress."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.choices import Event
from schakel.foundation.files.requests import passed_over
from schakel.foundation.ui.exports import csv_response
from schakel.foundation.ui.moving import move_whole_page
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.choices import BatchState, FileFormat
from schakel.register.intake.deliveries import (
    UnusableFileError,
    deliver,
    discard,
    log_batch,
    take_in,
)
from schakel.register.intake.files.beside import as_xlsx, beside, suffix
from schakel.register.intake.files.field import TOO_LARGE
from schakel.register.intake.forms.delivery import DeliveryForm
from schakel.register.intake.models import ImportBatch
from schakel.register.intake.queries import deliveries_for, senders_for
from schakel.register.intake.receiving import run
from schakel.register.intake.retention import FILE_DAYS
from schakel.register.intake.rules import REPORTING_ROLES
from schakel.register.intake.validation import NEVER_KEPT
from schakel.register.intake.views.pages import page

PER_PAGE = 25
ERRORS_PER_PAGE = 50
SECONDS_PER_STEP = 1.0
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@allowed("deliver", "intake.ImportBatch")
def deliveries(request: SignedInRequest) -> HttpResponse:
    """The files that one's own organisation sent in, newest first."""
    rows = Paginator(deliveries_for(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "deliveries", {"page": rows, "file_days": FILE_DAYS})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("deliver", "intake.ImportBatch")
def new(request: SignedInRequest) -> HttpResponse:
    """Send in a file. It is checked at once, and nothing is taken in yet."""
    form = DeliveryForm(request.POST or None, request.FILES or None, senders=_senders(request))
    if passed_over(request):
        form.add_error("file", TOO_LARGE)
    unusable: list[Any] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            staged = deliver(
                by=request.user, content=file.read(), name=file.name, organisation=form.chosen()
            )
        except UnusableFileError as problem:
            unusable = problem.errors
        else:
            for notice in staged.notices:
                messages.warning(request, notice)
            if staged.again:
                messages.info(request, _("This file was half done. It goes on where it stopped."))
            return redirect("intake:delivery", number=staged.batch.number)
    context = {"form": form, "unusable": unusable, "file_days": FILE_DAYS}
    response = page(request, "delivery_new", context)
    response.status_code = 422 if request.method == "POST" else 200
    return response


def _senders(request: SignedInRequest) -> QuerySet[Organisation]:
    return senders_for(request.user).filter(pk__in=request.user.organisations_as(REPORTING_ROLES))


@require_GET
@never_cache
@allowed("deliver", "intake.ImportBatch")
def delivery(request: SignedInRequest, number: str) -> HttpResponse:
    """One file: what the check found, the choice, and what came of it."""
    row = _delivery(request, number)
    errors = Paginator(row.errors.all(), ERRORS_PER_PAGE).get_page(request.GET.get("page"))
    if errors.paginator.count:
        log_batch(request.user, row, Event.VIEW, "errors")
    return page(request, "delivery", {**_state(row), "page": errors})


def _delivery(request: SignedInRequest, number: str) -> ImportBatch:
    return visible_or_404(deliveries_for(request.user), request.user, "deliver", number=number)


def _state(row: ImportBatch) -> dict[str, Any]:
    good = row.rows - row.rejected
    checked = row.state == BatchState.CHECKED
    return {
        "batch": row,
        "checked": checked,
        "going_on": row.state == BatchState.RUNNING,
        "done": row.reports + row.unchanged,
        "good": good,
        "fresh": good - row.unchanged if checked else row.reports,
        "service_number": row.errors.filter(code__in=NEVER_KEPT).exists(),
        "kept": ImportBatch.objects.filter(pk=row.pk, content__isnull=False).exists(),
    }


@require_POST
@allowed("deliver", "intake.ImportBatch")
def accept(request: SignedInRequest, number: str) -> HttpResponse:
    """Have the good rows taken in; the page of the file then shows how far it is."""
    return _change(request, number, take_in)


@require_POST
@allowed("deliver", "intake.ImportBatch")
def throw_away(request: SignedInRequest, number: str) -> HttpResponse:
    """Throw the file away; nothing of it is taken in."""
    return _change(request, number, discard)


def _change(
    request: SignedInRequest, number: str, action: Callable[..., ImportBatch]
) -> HttpResponse:
    row = _delivery(request, number)
    try:
        action(by=request.user, batch=row)
    except NotPossibleError:
        messages.error(request, _("This file has meanwhile changed. Look at its state again."))
    return redirect("intake:delivery", number=row.number)


@require_POST
@allowed("deliver", "intake.ImportBatch")
def proceed(request: SignedInRequest, number: str) -> HttpResponse:
    """The next step, of about a second; the page asks for the one after it itself."""
    row = _delivery(request, number)
    try:
        row = run(by=request.user, batch=row, seconds=SECONDS_PER_STEP)
    except NotPossibleError:
        messages.error(request, _("This file has meanwhile changed. Look at its state again."))
    going_on = row.state == BatchState.RUNNING
    if request.htmx and going_on:
        return page(request, "_delivery_progress", _state(row))
    if row.state == BatchState.DONE:
        messages.success(request, _outcome(row))
    return move_whole_page(request, "intake:delivery", number=row.number)


def _outcome(row: ImportBatch) -> str:
    if not row.reports:
        return _("We had received all reports in this file from you before. Nothing has changed.")
    return ngettext(
        "We have received %(count)d report. It now waits for the centre.",
        "We have received %(count)d reports. They now wait for the centre.",
        row.reports,
    ) % {"count": row.reports}


@require_GET
@never_cache
@allowed("deliver", "intake.ImportBatch")
def errors(request: SignedInRequest, number: str) -> HttpResponseBase:
    """The file as it was sent, with beside each wrong row what is wrong; only for the sender."""
    row = _delivery(request, number)
    content = ImportBatch.objects.get(pk=row.pk).content
    if content is None:
        raise Http404
    log_batch(request.user, row, Event.EXPORT, "file", "errors")
    wrong: dict[int, list[tuple[str, str, str]]] = {}
    for one in row.errors.defer("value"):
        wrong.setdefault(one.line, []).append((one.column, one.code, one.hint))
    lines = beside(content, row.format, wrong)
    name = f"{row.number}.{suffix(row.format)}"
    if row.format != FileFormat.XLSX:
        return csv_response(name, next(lines), lines)
    response = HttpResponse(as_xlsx(lines), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
