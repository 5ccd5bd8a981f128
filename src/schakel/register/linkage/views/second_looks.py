"""The blind second look: the next pair, without the first verdict; and where two colleagues differ."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.ui.whole import whole
from schakel.register.linkage.choices import Verdict
from schakel.register.linkage.looking_again import look_again, settle
from schakel.register.linkage.models import SecondLook
from schakel.register.linkage.views.showing import side_by_side
from schakel.register.persons.actions import NotPossibleError
from schakel.register.persons.queries import actor_names


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("change", "linkage.SecondLook")
def second_looks(request: SignedInRequest) -> HttpResponse:
    """The next pair to look at again, and the pairs on which one differs with a colleague."""
    rows = SecondLook.objects.visible_to(request.user, "change")
    if request.method == "POST":
        return _given(request, rows)
    actor = request.user.actor_id
    waiting = rows.to_give(actor).select_related("first__proposal")
    pair = waiting.first()
    differing = list(
        rows.differing()
        .of(actor)
        .select_related("first__proposal__low", "first__proposal__high", "second")
    )
    context: dict[str, Any] = {
        "pair": pair,
        "left": waiting.count(),
        "differing": differing,
        "actor_names": actor_names(
            one.by for row in differing for one in (row.first, row.second) if one
        ),
    }
    if pair:
        proposal = pair.first.proposal
        context |= side_by_side(request, [proposal.low_id, proposal.high_id], blind=True)
    return render(request, "linkage/second_looks.html", context)


def _given(request: SignedInRequest, rows: Any) -> HttpResponse:
    look = rows.filter(pk=whole(request.POST.get("look", ""))).first()
    verdict = request.POST.get("verdict", "")
    if look is None or verdict not in Verdict.values:
        raise Http404
    try:
        agrees = look_again(by=request.user, look=look, verdict=verdict)
    except NotPossibleError:
        messages.info(
            request, _("A colleague looked at this pair meanwhile. Here is the next one.")
        )
    else:
        if agrees:
            messages.success(request, _("Thank you. Your answer was kept."))
        else:
            messages.warning(
                request,
                _("You and a colleague answered differently. Look at it together: see below."),
            )
    return redirect("linkage:second-looks")


@require_POST
@allowed("change", "linkage.SecondLook")
def settled(request: SignedInRequest, pk: int) -> HttpResponse:
    """Both looked at it together."""
    look = visible_or_404(SecondLook.objects.all(), request.user, "change", pk=pk)
    try:
        settle(by=request.user, look=look)
    except NotPossibleError:
        messages.info(request, _("This was settled already."))
    else:
        messages.success(request, _("Noted that you looked at it together."))
    return redirect("linkage:second-looks")
