"""How good linkage is, and what that leaves open in the overlaps of lists; and the sample to judge."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.ui.whole import whole
from schakel.register.linkage import measuring
from schakel.register.linkage.choices import Verdict
from schakel.register.linkage.forms import PeriodForm
from schakel.register.linkage.looking_again import ENOUGH_KAPPA, agreement
from schakel.register.linkage.models import ClericalPair, LinkageRun
from schakel.register.linkage.views.showing import side_by_side


@require_GET
@never_cache
@allowed("see", "linkage.LinkageRun")
def quality(request: SignedInRequest) -> HttpResponse:
    """Precision, recall, load of review and drift, as measured last."""
    found = measuring.quality()
    record(by=request.user, event=Event.VIEW, object_type="table", object_id="linkage-quality")
    context = {
        "quality": found,
        "again": agreement(),
        "enough": ENOUGH_KAPPA,
        "rows": measuring.rows(found) if found else [],
        "may_measure": may(request.user, "create", "linkage.LinkageRun"),
        "to_judge": _to_judge(request) if found else 0,
    }
    return render(request, "linkage/quality.html", context)


def _to_judge(request: SignedInRequest) -> int:
    rows = ClericalPair.objects.visible_to(request.user, "change")
    return rows.filter(run=measuring.run_to_judge()).to_judge(request.user.actor_id).count()


@require_POST
@allowed("create", "linkage.LinkageRun")
def measure(request: SignedInRequest) -> HttpResponse:
    """Link the register by machine, as a measurement, and draw a sample to judge."""
    run = measuring.measure(by=request.user)
    messages.success(
        request,
        _("Measured over %(reports)s reports. A sample of pairs is ready to be judged.")
        % {"reports": run.reports},
    )
    return redirect("linkage:quality")


@require_GET
@never_cache
@allowed("see", "linkage.LinkageRun")
def overlaps(request: SignedInRequest) -> HttpResponse:
    """How many persons are on which lists, with what linkage leaves open."""
    run = LinkageRun.objects.visible_to(request.user).select_related("version").first()
    record(by=request.user, event=Event.VIEW, object_type="table", object_id="linkage-overlaps")
    form = PeriodForm(request.GET, periods=list(run.overlaps) if run else [])
    context: dict[str, Any] = {"run": run, "form": form}
    if run:
        period = form.chosen()
        found = run.overlaps.get(period, [])
        context |= {
            "period": period,
            **_sorted(found),
            "persons": sum(row["count"] for row in found),
        }
    return render(request, "linkage/overlaps.html", context)


def _sorted(found: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Persons on one list, on several, and combinations that only doubtful pairs would make."""
    ordered = sorted(found, key=lambda row: (-row["count"], -row["high"], row["lists"]))
    seen = [row for row in ordered if row["count"]]
    return {
        "single": [row for row in seen if len(row["lists"]) == 1],
        "several": [row for row in seen if len(row["lists"]) > 1],
        "doubtful": [row for row in ordered if not row["count"] and row["high"]],
    }


@require_http_methods(["GET", "POST"])
@never_cache
@allowed("change", "linkage.ClericalPair")
def sample(request: SignedInRequest) -> HttpResponse:
    """The next pair of the sample, without its score: the same person or not?"""
    rows = ClericalPair.objects.visible_to(request.user, "change")
    rows = rows.filter(run=measuring.run_to_judge())
    if request.method == "POST":
        return _judged(request, rows)
    pair = rows.to_judge(request.user.actor_id).select_related("low", "high").first()
    context: dict[str, Any] = {"pair": pair, "left": _to_judge(request)}
    if pair:
        context |= side_by_side(request, [pair.low_id, pair.high_id], blind=True)
    return render(request, "linkage/sample.html", context)


def _judged(request: SignedInRequest, rows: Any) -> HttpResponse:
    pair = rows.filter(place=whole(request.POST.get("place", ""))).first()
    verdict = request.POST.get("verdict", "")
    if pair is None or verdict not in Verdict.values:
        raise Http404
    try:
        measuring.judge_sampled(by=request.user, pair=pair, verdict=verdict)
    except ValueError:
        messages.info(request, _("You judged this pair before. Here is the next one."))
    return redirect("linkage:sample")
