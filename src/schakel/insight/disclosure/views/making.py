"""Starting a release, building and attacking it, and offering it to a colleague."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.ui.moving import move_whole_page
from schakel.insight.analysis.models import Snapshot
from schakel.insight.disclosure import making
from schakel.insight.disclosure.choices import Kind, State
from schakel.insight.disclosure.faults import RefusedError
from schakel.insight.disclosure.forms import SnapshotForm, StartForm
from schakel.insight.disclosure.models import Release
from schakel.insight.disclosure.queries import is_closed, published_periods
from schakel.insight.disclosure.views.showing import ATTACK, names_of, progress_of, visible_period

SNAPSHOTS = 20
RELEASES = 100


@require_safe
@never_cache
@allowed("see", "disclosure.Release")
def releases(request: SignedInRequest) -> HttpResponse:
    """Every release and draft, newest first."""
    rows = Release.objects.visible_to(request.user).exclude(state=State.DISCARDED)
    found = list(rows.prefetch_related("periods")[:RELEASES])
    names = names_of(found)
    context = {
        "releases": [
            (
                row,
                names.get(row.created_by, row.created_by),
                names.get(row.signed_by, row.signed_by),
            )
            for row in found
        ],
        "may_create": may(request.user, "create", "disclosure.Release"),
    }
    return render(request, "disclosure/releases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("create", "disclosure.Release")
def new(request: SignedInRequest) -> HttpResponse:
    """Choose a snapshot and periods, get a draft."""
    snapshots = Snapshot.objects.visible_to(request.user, "release").order_by("-pk")
    kind = Kind.REVISION if request.GET.get("kind") == Kind.REVISION else Kind.REGULAR
    chosen = SnapshotForm(request.GET or None, snapshots=snapshots)
    snapshot = _chosen(chosen) or snapshots.first()
    if snapshot is None:
        return render(request, "disclosure/new.html", {"snapshot": None})
    try:
        offered, refused = _offered(snapshot, kind), ""
    except RefusedError as problem:  # the files of the snapshot are not what was written
        offered, refused = {}, str(problem)
    posted = request.POST if request.method == "POST" else None
    form = StartForm(posted, kind=kind, periods=offered, initial={"periods": list(offered)})
    if posted is not None and form.is_valid():
        try:
            release = making.start(by=request.user, wish=form.wish(snapshot))
            return redirect("disclosure:release", release.number)
        except RefusedError as problem:
            form.add_error(None, str(problem))
    context = {
        "snapshot": snapshot,
        "chosen": SnapshotForm(
            initial={"snapshot": snapshot.number}, snapshots=snapshots[:SNAPSHOTS]
        ),
        "form": form,
        "kind": kind,
        "tabs": _tabs(snapshot, kind),
        "offered": offered,
        "refused": refused,
    }
    return render(
        request, "disclosure/new.html", context, status=422 if posted is not None else 200
    )


def _chosen(form: SnapshotForm) -> Snapshot | None:
    return form.cleaned_data.get("snapshot") if form.is_valid() else None


def _offered(snapshot: Snapshot, kind: Kind) -> dict[str, int]:
    """The periods that such a release could have, and how many reports the snapshot counts in each."""
    seen = published_periods()
    counts: dict[str, int] = making.counting().periods_in(snapshot)
    return {
        period: records
        for period, records in counts.items()
        if is_closed(period, snapshot.cutoff) and (period in seen) == (kind == Kind.REVISION)
    }


def _tabs(snapshot: Snapshot, kind: Kind) -> list[dict[str, Any]]:
    start = f"{reverse('disclosure:new')}?snapshot={snapshot.number}"
    return [
        {
            "label": _("Closed years"),
            "url": f"{start}&kind={Kind.REGULAR}",
            "current": kind == Kind.REGULAR,
        },
        {
            "label": _("Yearly revision"),
            "url": f"{start}&kind={Kind.REVISION}",
            "current": kind == Kind.REVISION,
        },
    ]


@require_POST
@never_cache
@allowed("build", "disclosure.Release")
def proceed(request: SignedInRequest, number: str) -> HttpResponse:
    """The next step of building or attacking: one period; the page asks for the one after it itself."""
    row = visible_or_404(Release.objects.all(), request.user, "build", number=number)
    attacking = request.POST.get("what") == ATTACK
    step = making.attack_next if attacking else making.build_next
    try:
        step(by=request.user, release=row)
    except RefusedError as problem:
        messages.error(request, str(problem))
    else:
        told = progress_of(row, attacking=attacking)
        if request.htmx and told["left"]:
            return render(request, "disclosure/_progress.html", told)
    return move_whole_page(request, "disclosure:release", row.number)


def _change(
    request: SignedInRequest, number: str, verb: str, action: Any, done: str
) -> HttpResponse:
    row = visible_or_404(Release.objects.all(), request.user, verb, number=number)
    try:
        action(by=request.user, release=row)
        messages.success(request, done)
    except RefusedError as problem:
        messages.error(request, str(problem))
    return redirect("disclosure:release", row.number)


@require_POST
@allowed("offer", "disclosure.Release")
def offer(request: SignedInRequest, number: str) -> HttpResponse:
    """Ask a colleague to sign."""
    return _change(
        request, number, "offer", making.offer, _("A colleague is asked to sign this release.")
    )


@require_POST
@allowed("discard", "disclosure.Release")
def discard(request: SignedInRequest, number: str) -> HttpResponse:
    """Put a release aside that was not published."""
    return _change(request, number, "discard", making.discard, _("The release is discarded."))


@require_POST
@allowed("build", "disclosure.Release")
def rebuild(request: SignedInRequest, number: str, period: str) -> HttpResponse:
    """Build a period again and compare."""
    row = visible_or_404(Release.objects.all(), request.user, "build", number=number)
    one = visible_period(row, period)
    try:
        same = making.rebuild(by=request.user, period=one)
    except RefusedError as problem:
        messages.error(request, str(problem))
    else:
        if same:
            messages.success(request, _("Built again: every byte is the same."))
        else:
            messages.error(request, _("Built again: it came out differently. Do not sign this."))
    return redirect("disclosure:period", row.number, one.period)
