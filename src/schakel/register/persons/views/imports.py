"""Importing files of reports: upload, progress, wrong rows, and what to do about them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.files.requests import passed_over
from schakel.foundation.ui.exports import csv_response
from schakel.foundation.ui.moving import move_whole_page
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.choices import BatchState
from schakel.register.intake.deliveries import UnusableFileError, discard, keep_good, stage
from schakel.register.intake.files.field import TOO_LARGE
from schakel.register.intake.models import ImportBatch
from schakel.register.intake.queries import batches_for
from schakel.register.intake.undoing import corrections_of
from schakel.register.persons.forms import ImportForm
from schakel.register.persons.importing import run
from schakel.register.persons.queries import unregistered
from schakel.register.persons.views.undoing import undo_progress

PER_PAGE = 25
ERRORS_PER_PAGE = 50
SECONDS_PER_STEP = 1.0
# The next step of a page that goes on by itself must not wait for a registrar elsewhere.
GOING_ON = frozenset({BatchState.STAGED, BatchState.RUNNING})


@require_GET
@allowed("see", "intake.ImportBatch")
def batches(request: SignedInRequest) -> HttpResponse:
    """Every file that was sent in, newest first."""
    rows = batches_for(request.user).select_related("organisation")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "persons/imports.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("create", "intake.ImportBatch")
def new(request: SignedInRequest) -> HttpResponse:
    """Send a file; it is checked at once and taken in on its own page."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if passed_over(request):
        form.add_error("file", TOO_LARGE)
    unusable: list[Any] = []
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        file = wanted.pop("file")
        try:
            staged = stage(by=request.user, content=file.read(), name=file.name, **wanted)
        except UnusableFileError as problem:
            unusable = problem.errors
        else:
            for notice in staged.notices:
                messages.warning(request, notice)
            if staged.again:
                messages.info(request, _("This file was half done. It goes on where it stopped."))
            return redirect("persons:import", number=staged.batch.number)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "unusable": unusable}
    return render(request, "persons/import_new.html", context, status=status)


@require_GET
@never_cache
@allowed("see", "intake.ImportBatch")
def batch(request: SignedInRequest, number: str) -> HttpResponse:
    """One import: how far it is, what came of it, and which rows are wrong."""
    row = _batch(request, number)
    # What is wrong with a partner's own file is between its sender and the file.
    shown = row.errors.none() if row.waits else row.errors.all()
    page = Paginator(shown, ERRORS_PER_PAGE).get_page(request.GET.get("page"))
    if page.paginator.count:
        _log(request, row, Event.VIEW)
    context = {**_progress(row), "page": page}
    if row.state == BatchState.DONE:
        context["waiting_reports"] = unregistered().filter(batch=row).count()
    if row.state == BatchState.UNDOING:
        context |= undo_progress(row)
    if row.undo_reason:
        context["corrections_stand"] = bool(corrections_of(row))
    return render(request, "persons/import.html", context)


def _batch(request: SignedInRequest, number: str) -> ImportBatch:
    rows = batches_for(request.user).select_related("organisation")
    return visible_or_404(rows, request.user, number=number)


def _progress(row: ImportBatch) -> dict[str, Any]:
    return {
        "batch": row,
        "going_on": row.state in GOING_ON,
        "done": row.reports + row.unchanged,
        "good": row.rows - row.rejected,
    }


def _log(request: SignedInRequest, row: ImportBatch, event: Event) -> None:
    """The values of wrong cells may say who somebody is."""
    record(
        by=request.user, event=event, object_type="import", object_id=row.number, data=("errors",)
    )


@require_POST
@allowed("create", "intake.ImportBatch")
def proceed(request: SignedInRequest, number: str) -> HttpResponse:
    """The next step of an import, of about a second; the page asks for the one after it itself."""
    row = _batch(request, number)
    try:
        row = run(by=request.user, batch=row, seconds=SECONDS_PER_STEP)
    except NotPossibleError:
        messages.error(request, _("This import was held back or discarded meanwhile."))
    finished = row.state not in GOING_ON
    if request.htmx and not finished:
        return render(request, "persons/_import_progress.html", _progress(row))
    if finished and row.state == BatchState.DONE:
        messages.success(request, _outcome(row))
    return move_whole_page(request, "persons:import", number=row.number)


def _outcome(row: ImportBatch) -> str:
    if not row.reports and row.unchanged:
        return _("All reports in this file had been received before. Nothing has changed.")
    return ngettext(
        "The import is done: %(count)d report taken in.",
        "The import is done: %(count)d reports taken in.",
        row.reports,
    ) % {"count": row.reports}


@require_POST
@allowed("create", "intake.ImportBatch")
def keep(request: SignedInRequest, number: str) -> HttpResponse:
    """Take in the good rows of a file that was held back."""
    return _change(request, number, keep_good)


@require_POST
@allowed("discard", "intake.ImportBatch")
def throw_away(request: SignedInRequest, number: str) -> HttpResponse:
    """Throw a file away that was not taken in."""
    return _change(request, number, discard)


def _change(request: SignedInRequest, number: str, action: Any) -> HttpResponse:
    row = _batch(request, number)
    try:
        action(by=request.user, batch=row)
    except NotPossibleError:
        messages.error(request, _("This import has meanwhile changed. Look at its state again."))
    return redirect("persons:import", number=row.number)


@require_GET
@allowed("see", "intake.ImportBatch")
def errors(request: SignedInRequest, number: str) -> StreamingHttpResponse:
    """The wrong rows as a file, to send back to whoever delivered them."""
    row = _batch(request, number)
    if row.waits:
        raise Http404
    _log(request, row, Event.EXPORT)
    lines = ((one.line, one.column, one.value, one.message) for one in row.errors.all())
    header = (_("line"), _("column"), _("value"), _("what to do"))
    return csv_response(f"{row.number}.csv", header, lines)
