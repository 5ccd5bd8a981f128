"""A shelter's board, its weekly list, and its units."""

from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from schakel.care.placement import stocking
from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.boards import accepted_by, boards, lines_of, offers_to
from schakel.care.placement.choices import UnitState
from schakel.care.placement.models import Site, Unit
from schakel.care.placement.problems import in_words
from schakel.care.placement.shelter_forms import CloseForm, UnitForm
from schakel.care.placement.weekly import ChangedError, Kept, submit
from schakel.care.placement.weekly_forms import WeeklyForm
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest

CHANGES = ("GET", "HEAD", "POST")


@require_GET
@never_cache
@allowed("run", "placement.Site")
def board(request: SignedInRequest) -> HttpResponse:
    """All own places, and what waits: offers to answer, and what was accepted."""
    found = boards(request.user)
    lines = [line for board in found for line in board.lines]
    context = {
        "boards": found,
        "offers": list(offers_to(request.user)),
        "accepted": list(accepted_by(request.user)),
        "counts": [(state, sum(line.state == state for line in lines)) for state in UnitState],
        "stale": any(board.stale for board in found),
        "confirmed_at": min(
            (board.confirmed_at for board in found if board.confirmed_at), default=None
        ),
    }
    return render(request, "placement/shelter/board.html", context)


@require_http_methods(CHANGES)
@never_cache
@allowed("run", "placement.Site")
def weekly(request: SignedInRequest) -> HttpResponse:
    """The weekly list, filled in as things stand: confirm or change."""
    form = WeeklyForm(request.POST or None, boards=boards(request.user))
    if request.method != "POST" or not form.is_valid():
        return _weekly(request, form, status=422 if form.errors else 200)
    try:
        kept = submit(by=request.user, said=form.said(), known=form.cleaned_data["known"] or 0)
    except ChangedError as error:
        # What others did stands; what was said here is filled in where it still can be said.
        again = WeeklyForm(boards=boards(request.user), initial=_kept_answers(form, error))
        return _weekly(request, again, changed=error.lines, status=409)
    except NotPossibleError as error:
        form.add_error(None, in_words(error))
        return _weekly(request, form, status=422)
    messages.success(request, _thanks(kept))
    return redirect("shelter:board")


def _kept_answers(form: WeeklyForm, error: ChangedError) -> dict[str, Any]:
    lost = {str(line.unit.pk) for line in error.lines}
    given = form.cleaned_data.items()
    kinds = ("word", "to", "why", "opens", "until", "longer")
    return {
        name: value
        for name, value in given
        if name.split("_")[0] in kinds and name.split("_")[-1] not in lost and value
    }


def _weekly(
    request: SignedInRequest, form: WeeklyForm, *, status: int, changed: Any = ()
) -> HttpResponse:
    held = [line for line in form.lines.values() if line.state == UnitState.HELD]
    context = {"form": form, "held": held, "changed": changed}
    return render(request, "placement/shelter/weekly.html", context, status=status)


def _thanks(kept: Kept) -> str:
    if kept.again:
        return _("We had received this list already. Nothing was changed twice.")
    if not kept.changes:
        return _("Thank you. Your list is confirmed; nothing changed.")
    return ngettext(
        "Thank you. Your list is confirmed, with changes at %(count)s site.",
        "Thank you. Your list is confirmed, with changes at %(count)s sites.",
        kept.changes,
    ) % {"count": kept.changes}


@require_http_methods(CHANGES)
@never_cache
@allowed("run", "placement.Site")
def unit(request: SignedInRequest, number: str) -> HttpResponse:
    """One unit: for whom it is, and closing it for a time or opening it again."""
    own = Unit.objects.filter(site__in=Site.objects.visible_to(request.user, "run"))
    rows = own.select_related("site").defer("site__address", "site__phone")
    row = visible_or_404(rows, request.user, "change", number=number)
    do = request.POST.get("do", "")
    form = UnitForm(request.POST if do == "facts" else None, instance=row)
    closing = CloseForm(request.POST if do == "close" else None, prefix="close")
    done = _changed(request, row, do, form, closing)
    if done:
        messages.success(request, done)
        return redirect("shelter:unit", number=number)
    wrong = bool(form.errors or closing.errors)
    name = Unit.objects.values_list("name", flat=True).get(pk=row.pk)
    context = {
        "line": lines_of([row])[0],
        "unit": row,
        "name": name,
        "form": form,
        "closing": closing,
    }
    return render(request, "placement/shelter/unit.html", context, status=422 if wrong else 200)


def _changed(
    request: SignedInRequest, row: Unit, do: str, form: UnitForm, closing: CloseForm
) -> str:
    """What was done, in words; "" where nothing was, and why stands with the form."""
    try:
        if do == "open":
            stocking.reopen_unit(by=request.user, unit=row)
            return _("The unit is open again.")
        if do == "close" and closing.is_valid():
            given = closing.cleaned_data
            opens = _start_of(given["until_day"])
            stocking.close_unit(
                by=request.user, unit=row, reason=given["reason"], until_moment=opens
            )
            return _("The unit is closed. Nobody will be offered for it.")
        if do == "facts" and form.is_valid():
            stocking.change_unit(by=request.user, unit=row, facts=form.changed_facts())
            return _("Saved. From now on the centre looks for a place with this.")
    except NotPossibleError as error:
        if do == "open":  # somebody else opened it, or it was clicked twice
            return _("The unit is open again.")
        closing.add_error(None, ValidationError(in_words(error)))
    return ""


def _start_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
