"""Writing down many states at once: in a grid of one region, from a spreadsheet, and at a merger."""

from collections import Counter
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.geography import queries as geography
from schakel.foundation.geography.divisions import DIVISIONS
from schakel.foundation.geography.models import Municipality
from schakel.foundation.terms.queries import label
from schakel.foundation.ui.whole import whole
from schakel.network.monitor.actions import (
    ChangedMeanwhileError,
    Entry,
    NotPossibleError,
    apply_sheet,
    drop_sheet,
    keep_sheet,
    sheet_of,
    write_down,
)
from schakel.network.monitor.choices import ITEMS, BatchKind, Source, State
from schakel.network.monitor.files import XLSX, attachment
from schakel.network.monitor.forms import EntryForm, SheetForm, start_of_entry
from schakel.network.monitor.models import Batch
from schakel.network.monitor.queries import changes_of, history, items, municipalities_in
from schakel.network.monitor.sheets import UnreadableError, read, template
from schakel.network.monitor.showing import legend, shown

# One character a state, so that a form says briefly what its writer saw.
_LETTERS = {state.value: str(place) for place, state in enumerate(State)}
_STATES = {letter: state for state, letter in _LETTERS.items()}


def _regions() -> list[tuple[str, str]]:
    """Safety regions: as many municipalities as fit on a page."""
    division = DIVISIONS["safety"]
    rows = {division.region(m).code: division.region(m).name for m in geography.municipalities()}
    return sorted(
        ((f"safety:{code}", name) for code, name in rows.items()),
        key=lambda pair: geography.fold(pair[1]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("change", "monitor.Status")
def grid(request: SignedInRequest) -> HttpResponse:
    """The states of one region in a grid to fill in; what others changed meanwhile is not overwritten."""
    regions = _regions()
    region = request.GET.get("region", "")
    region = region if region in dict(regions) else (regions[0][0] if regions else "")
    today = timezone.localdate()
    places = municipalities_in(region, today) if region else []
    form = EntryForm(request.POST or None, initial=start_of_entry(Source.TALK))
    stale: list[tuple[Entry, str]] = []
    entries: list[Entry] = []
    changed: set[tuple[str, str]] = set()
    if request.method == "POST":
        entries = _entries(request.POST, places)
        if form.is_valid():
            try:
                return _written(request, form, region, entries)
            except ChangedMeanwhileError as meanwhile:
                stale = list(meanwhile.entries)
                changed = {(entry.municipality, entry.item) for entry, _now in stale}
            except NotPossibleError:
                form.add_error("on", _("On this day not every item existed."))
    context = {
        "form": form,
        "regions": regions,
        "region": region,
        "name": dict(regions).get(region, ""),
        "columns": items(),
        "states": legend(),
        "rows": _rows(places, {(e.municipality, e.item): e.state for e in entries}, changed),
        "done": _done(request),
        "stale": _stale(stale),
    }
    status = 409 if stale else 422 if form.errors else 200
    return render(request, "monitor/entry.html", context, status=status)


def _entries(sent: QueryDict, places: list[Municipality]) -> list[Entry]:
    """The cells whose state is another than their writer saw."""
    found = []
    for place in places:
        seen = sent.get(f"was-{place.code}", "")
        for (item, _name), letter in zip(items(), seen, strict=False):
            state, was = sent.get(f"{place.code}:{item}", ""), _STATES.get(letter)
            if was and state in _LETTERS and state != was:
                found.append(Entry(place.code, item, state, was=was))
    return found


def _written(
    request: SignedInRequest, form: EntryForm, region: str, entries: list[Entry]
) -> HttpResponse:
    address = f"{reverse('monitor:entry')}?region={region}"
    if not entries:
        messages.info(request, _("Nothing was changed: every state is as it was."))
        return redirect(address)
    token = form.cleaned_data["token"]
    batch = write_down(
        by=request.user, kind=BatchKind.GRID, token=token, entries=entries, known=form.known
    )
    return redirect(f"{address}&done={batch.pk}")


def _rows(
    places: list[Municipality],
    chosen: dict[tuple[str, str], str],
    changed: set[tuple[str, str]],
) -> list[dict[str, Any]]:
    today = timezone.localdate()
    known = history(today, [place.code for place in places])
    found = []
    for place in places:
        now = [known.state(place.code, item, today) for item, _name in items()]
        cells = [
            (
                item,
                name,
                chosen.get((place.code, item), state),
                (place.code, item) in changed,
            )
            for (item, name), state in zip(items(), now, strict=True)
        ]
        was = "".join(_LETTERS[state] for state in now)
        found.append({"place": place, "was": was, "cells": cells})
    return found


def _stale(found: list[tuple[Entry, str]]) -> list[tuple[str, str, str]]:
    """What a colleague changed, what it is now, and what was chosen here."""
    return [(_told(entry), shown(now).label, shown(entry.state).label) for entry, now in found]


def _told(entry: Entry) -> str:
    place = geography.municipality(entry.municipality)
    return f"{place.display_name if place else entry.municipality}: {label(ITEMS, entry.item)}"


def _done(request: SignedInRequest) -> list[tuple[str, str, str]] | None:
    """What the entry that was just made changed: where, from what, to what."""
    number = whole(request.GET.get("done", ""))
    batch = Batch.objects.filter(pk=number).first() if number is not None else None
    if batch is None:
        return None
    return [
        (
            f"{row.municipality}: {label(ITEMS, row.item)}",
            shown(before).label,
            shown(row.state).label,
        )
        for row, before in changes_of(batch)
    ]


@require_safe
@allowed("change", "monitor.Status")
def template_file(request: SignedInRequest) -> HttpResponse:
    """A workbook with the states of today, of one region or of the country, to fill in."""
    today = timezone.localdate()
    places = municipalities_in(request.GET.get("region", ""), today)
    content = template(places, history(today), today)
    return attachment(content, f"monitor-{today.isoformat()}.xlsx", XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("change", "monitor.Batch")
def sheet(request: SignedInRequest) -> HttpResponse:
    """A spreadsheet is checked: what is wrong in which row, or what it would change."""
    form = SheetForm(
        request.POST or None, request.FILES or None, initial=start_of_entry(Source.SHEET)
    )
    faults, rows = [], 0
    if request.method == "POST" and form.is_valid():
        on: date = form.cleaned_data["on"]
        try:
            found = read(form.cleaned_data["file"].read(), history(on), on)
        except UnreadableError:
            form.add_error("file", _("This is no spreadsheet made from the template."))
        else:
            faults, rows = found.faults, found.rows
            if not faults and not found.entries:
                form.add_error("file", _("Every state in this file is as it was already."))
            elif not faults:
                batch = keep_sheet(
                    by=request.user,
                    token=form.cleaned_data["token"],
                    entries=found.entries,
                    known=form.known,
                )
                return redirect("monitor:sheet-check", batch.pk)
    waiting = Batch.objects.filter(kind=BatchKind.SHEET, applied_at=None)[:5]
    context = {
        "form": form,
        "faults": faults,
        "rows": rows,
        "waiting": waiting,
        "states": legend(),
    }
    wrong = faults or form.errors
    return render(request, "monitor/sheet.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("change", "monitor.Batch")
def sheet_check(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a checked spreadsheet changes: applied whole, or not at all, or forgotten."""
    batch = Batch.objects.filter(pk=pk, kind=BatchKind.SHEET).first()
    if batch is None and request.method == "POST":
        messages.info(request, _("This spreadsheet was thrown away meanwhile."))
        return redirect("monitor:sheet")
    if batch is None:
        raise Http404
    stale: list[tuple[Entry, str]] = []
    if request.method == "POST":
        try:
            return _settle(request, batch)
        except ChangedMeanwhileError as meanwhile:
            stale = list(meanwhile.entries)
    changes = _changes(batch)
    context = {
        "batch": batch,
        "changes": changes,
        "sums": Counter((before, after) for _what, before, after in changes).most_common(),
        "stale": _stale(stale),
    }
    return render(request, "monitor/sheet_check.html", context, status=409 if stale else 200)


def _settle(request: SignedInRequest, batch: Batch) -> HttpResponse:
    if request.POST.get("do") == "drop":
        drop_sheet(by=request.user, batch=batch)
        messages.success(request, _("Thrown away: nothing was written down."))
        return redirect("monitor:sheet")
    try:
        apply_sheet(by=request.user, batch=batch)
    except (NotPossibleError, Batch.DoesNotExist):
        messages.error(request, _("This can no longer be applied. Take a new template."))
        return redirect("monitor:sheet")
    number = batch.states.count()
    text = ngettext("%(n)s state written down.", "%(n)s states written down.", number)
    messages.success(request, text % {"n": number})
    return redirect("monitor:sheet-check", batch.pk)


def _changes(batch: Batch) -> list[tuple[str, str, str]]:
    if batch.applied_at is not None:
        return [
            (
                f"{row.municipality}: {label(ITEMS, row.item)}",
                shown(before).label,
                shown(row.state).label,
            )
            for row, before in changes_of(batch)
        ]
    if not batch.content:
        raise Http404
    entries, _known = sheet_of(batch)
    return [
        (_told(entry), shown(entry.was or State.UNKNOWN).label, shown(entry.state).label)
        for entry in entries
    ]
