"""Snapshots: which there are, making one, and what differs between two."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.insight.analysis.actions import make_snapshot, show_records
from schakel.insight.analysis.differences import by_reason
from schakel.insight.analysis.dimensions import dimensions
from schakel.insight.analysis.faults import Damaged
from schakel.insight.analysis.forms import DifferenceForm, SnapshotForm
from schakel.insight.analysis.labels import period_label
from schakel.insight.analysis.models import Snapshot
from schakel.insight.analysis.views.explore import answers

PER_PAGE = 50


@require_safe
@allowed("see", "analysis.Snapshot")
def index(request: SignedInRequest) -> HttpResponse:
    """Every snapshot, the newest first."""
    page = Paginator(Snapshot.objects.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    before = [one.number for one in shown[1:]] + [""]
    return render(
        request,
        "analysis/snapshots.html",
        {
            "page": page,
            "form": SnapshotForm(),
            # A snapshot beside the one before it.
            "rows": list(zip(shown, before, strict=False)),
        },
    )


@require_POST
@allowed("make", "analysis.Snapshot")
def make(request: SignedInRequest) -> HttpResponse:
    """Make a snapshot of now."""
    form = SnapshotForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    made = make_snapshot(by=request.user, reason=reason)
    messages.success(request, _("Snapshot %(number)s has been made.") % {"number": made.number})
    return redirect("analysis:snapshots")


@require_safe
@allowed("see", "analysis.Snapshot")
def differences(request: SignedInRequest) -> HttpResponse:
    """What changed between two snapshots and why: numbers; the reports themselves for registrars."""
    form = DifferenceForm(request.GET or None)
    if not form.is_valid():
        status = 400 if request.GET else 200
        return render(request, "analysis/differences.html", {"form": form}, status=status)
    before, after = form.pair
    try:
        found = answers().differences(before, after)
    except Damaged as problem:
        context = {"form": form, "damaged": str(problem)}
        return render(request, "analysis/differences.html", context, status=409)
    names = dimensions()
    changed = Counter(name for one in found for name in one.changed)
    context = {
        "form": form,
        "before": before,
        "after": after,
        "rows": [
            (str(reason.label), period_label(period), number)
            for reason, period, number in by_reason(found)
        ],
        "total": len(found),
        "changed": [(str(names[name].label), number) for name, number in changed.most_common()],
    }
    if may(request.user, "see", "analysis.Record"):
        numbers = answers().behind("report", (one.report for one in found), request.user)
        seen = [one for one in found if one.report in numbers]
        page = Paginator(seen, PER_PAGE).get_page(request.GET.get("page"))
        listed = [
            (numbers[one.report], one.reason.label, [names[name].label for name in one.changed])
            for one in page
        ]
        shown = [number for number, _reason, _changed in listed]
        show_records(by=request.user, kind="report", numbers=shown, snapshot=after)
        context |= {"page": page, "listed": listed}
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="snapshot",
        object_id=after.number,
        data=("differences", before.number),
    )
    return render(request, "analysis/differences.html", context)
