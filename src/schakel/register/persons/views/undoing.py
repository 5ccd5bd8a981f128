"""Taking a whole delivery back: what will happen, the reason, and how far it is."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.ui.moving import move_whole_page
from schakel.register.intake.actions import NotPossibleError
from schakel.register.intake.choices import BatchState
from schakel.register.intake.models import ImportBatch
from schakel.register.intake.queries import batches_for
from schakel.register.intake.undoing import begin_undo, standing_of
from schakel.register.persons.forms import UndoForm
from schakel.register.persons.undoing import consequences, undo

SECONDS_PER_STEP = 1.0


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("undo", "intake.ImportBatch")
def undo_import(request: SignedInRequest, number: str) -> HttpResponse:
    """What undoing does, and the reason; once begun, how far it is."""
    row = _batch(request, number)
    if row.state in (BatchState.UNDOING, BatchState.UNDONE):
        return redirect("persons:import", number=row.number)
    if not row.may_become(BatchState.UNDOING):
        raise Http404
    found = consequences(row, corrections=False)
    form = UndoForm(request.POST or None, corrections=bool(found.corrections))
    if request.method == "POST" and form.is_valid():
        try:
            begin_undo(
                by=request.user,
                batch=row,
                reason=form.cleaned_data["reason"],
                corrections=form.cleaned_data.get("corrections") == "fall",
            )
        except NotPossibleError:
            messages.error(
                request, _("This import has meanwhile changed. Look at its state again.")
            )
        return redirect("persons:import", number=row.number)
    falling = consequences(row, corrections=True) if found.corrections else None
    context = {"batch": row, "form": form, "found": found, "falling": falling}
    status = 422 if request.method == "POST" else 200
    return render(request, "persons/import_undo.html", context, status=status)


def _batch(request: SignedInRequest, number: str) -> ImportBatch:
    rows = batches_for(request.user).select_related("organisation")
    return visible_or_404(rows, request.user, number=number)


def undo_progress(row: ImportBatch) -> dict[str, Any]:
    """How far the undoing is: reports that no longer count, of all in the delivery."""
    left = standing_of(row).count()
    return {"batch": row, "undone": row.reports - left, "left": left}


@require_POST
@allowed("undo", "intake.ImportBatch")
def proceed(request: SignedInRequest, number: str) -> HttpResponse:
    """The next step, of about a second; the page asks for the one after it itself."""
    row = _batch(request, number)
    try:
        row = undo(by=request.user, batch=row, seconds=SECONDS_PER_STEP)
    except NotPossibleError:
        messages.error(request, _("This import has meanwhile changed. Look at its state again."))
    if request.htmx and row.state == BatchState.UNDOING:
        return render(request, "persons/_undo_progress.html", undo_progress(row))
    if row.state == BatchState.UNDONE:
        messages.success(request, _("The delivery is undone. Its reports no longer count."))
    return move_whole_page(request, "persons:import", number=row.number)
