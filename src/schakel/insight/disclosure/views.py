"""Preparing and releasing tables, for analysts."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.analysis.choices import KIND_CODES, TOTAL, Unit
from schakel.insight.analysis.labels import kind_label, period_label
from schakel.insight.disclosure import actions
from schakel.insight.disclosure.choices import MINIMUM_ADDED, State
from schakel.insight.disclosure.forms import DraftForm, ReleaseForm
from schakel.insight.disclosure.models import Release
from schakel.insight.disclosure.queries import added, cells, current, needs_revision


@require_safe
@allowed("see", "disclosure.Release")
def releases(request: SignedInRequest) -> HttpResponse:
    """Every release and draft, newest first."""
    rows = Release.objects.visible_to(request.user).exclude(state=State.DISCARDED)
    return render(request, "disclosure/releases.html", {"releases": rows[:100]})


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("create", "disclosure.Release")
def new(request: SignedInRequest) -> HttpResponse:
    """Choose the years, get a draft."""
    last = timezone.localtime().year - 1
    form = DraftForm(_posted(request), initial={"first_year": last - 6, "last_year": last})
    if request.method == "POST" and form.is_valid():
        draft = actions.build(by=request.user, **form.cleaned_data)
        return redirect("disclosure:release", draft.number)
    return render(request, "disclosure/new.html", {"form": form}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("see", "disclosure.Release")
def release(request: SignedInRequest, number: str) -> HttpResponse:
    """A release: before and after beside each other, its checks, and for a draft the last question."""
    row = visible_or_404(Release.objects.all(), request.user, number=number)
    standing = current(row.table)
    form = ReleaseForm(_posted(request), standing=standing) if row.state == State.DRAFT else None
    if request.method == "POST" and form is not None and form.is_valid():
        if _released(request, row, form):
            return redirect("disclosure:release", row.number)
        row.refresh_from_db()
    record(by=request.user, event=Event.VIEW, object_type="release", object_id=row.number)
    return render(
        request,
        "disclosure/release.html",
        {
            "release": row,
            "draft": row.state == State.DRAFT,
            "form": form,
            "sections": _sections(row),
            "facts": _facts(row),
            "checks": _checks(row),
            "standing": standing,
            "added": added(row, standing) if standing else None,
            "unchanged": standing is not None and standing.content_hash == row.content_hash,
            "needs_revision": needs_revision(row, standing),
            "minimum": MINIMUM_ADDED,
        },
        status=_status(form),
    )


def _posted(request: SignedInRequest) -> QueryDict | None:
    """What was sent; an empty form that was sent is not the same as none."""
    return request.POST if request.method == "POST" else None


def _status(form: Form | None) -> int:
    """422 where something was sent that is not right."""
    return 422 if form is not None and form.is_bound else 200


def _released(request: SignedInRequest, row: Release, form: ReleaseForm) -> bool:
    try:
        actions.release(
            by=request.user,
            draft=row,
            reason=form.cleaned_data.get("reason", ""),
            yearly_revision=form.cleaned_data.get("yearly_revision", False),
        )
    except actions.RefusedError as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("The table is released and stands on the public page."))
    return True


@require_POST
@allowed("discard", "disclosure.Release")
def discard(request: SignedInRequest, number: str) -> HttpResponse:
    """Put a draft aside."""
    row = visible_or_404(Release.objects.all(), request.user, "discard", number=number)
    try:
        actions.discard(by=request.user, draft=row)
        messages.success(request, _("The draft is discarded."))
    except actions.RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("disclosure:releases")


def _sections(row: Release) -> list[dict[str, Any]]:
    """Both units; a row for each kind of reporter, with each number before and after."""
    found = {(cell.unit, cell.period, cell.kind): cell for cell in cells(row)}
    periods = list(dict.fromkeys(period for _unit, period, _kind in found))
    titles = {Unit.REPORTS: _("Reports"), Unit.PERSONS: _("Persons")}
    return [
        {
            "unit": unit.value,
            "title": titles[unit],
            "periods": [period_label(period) for period in periods],
            "rows": [
                (kind_label(kind), [found[(unit.value, period, kind)] for period in periods])
                for kind in (*KIND_CODES, TOTAL)
            ],
        }
        for unit in Unit
        if found
    ]


def _facts(row: Release) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Years"), f"{row.first_year}–{row.last_year}"),
        (
            _("Reports whose year is not known"),
            _("counted") if row.unknown_year else _("not counted"),
        ),
        (_("Cut-off"), timezone.localtime(row.cutoff).strftime("%d-%m-%Y %H:%M")),
        (_("Reports counted"), row.records),
        (_("Method"), f"{row.method}, {_('base')} {row.base}"),
        (_("Hash of the content"), _grouped(row.content_hash)),
        (_("Prepared by"), row.created_by),
    ]
    if row.released_at:
        moment = timezone.localtime(row.released_at).strftime("%d-%m-%Y %H:%M")
        facts.append((_("Released"), f"{moment}, {row.released_by}"))
    if row.supersedes:
        facts.append((_("Takes the place of"), row.supersedes.number))
        facts.append((_("Reason"), row.reason))
    return facts


def _grouped(digest: str) -> str:
    """A hash in groups of eight, so that it can be read aloud and fits a phone."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _checks(row: Release) -> list[dict[str, Any]]:
    """The verdict in words: each check, whether it passed, and its number."""
    return [
        {"label": _("Numbers from 1 to 4 in the table"), "value": row.small_after},
        {
            "label": _("Differences from 1 to 4 between numbers in the table"),
            "value": row.small_differences,
        },
        {"label": _("Totals that are not the sum of their parts"), "value": row.broken_sums},
    ]
