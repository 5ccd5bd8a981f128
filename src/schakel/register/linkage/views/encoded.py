"""What the linkage unit says: when it was last asked, whose reports have a number, and what it doubts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.register.linkage.doubting import look_at_doubt
from schakel.register.linkage.encoded import ClusterDoubt, ClusterFetch
from schakel.register.linkage.unit_counts import by_sender, open_doubts, open_proposals


@require_GET
@never_cache
@allowed("see", "linkage.EncodedLink")
def encoded(request: SignedInRequest) -> HttpResponse:
    """Counts, open proposals of the unit, and its doubts."""
    context = {
        "last": ClusterFetch.objects.first(),
        "senders": by_sender(),
        "proposals": open_proposals(request.user),
        "doubts": open_doubts(request.user),
    }
    return render(request, "linkage/encoded.html", context)


@require_POST
@allowed("change", "linkage.ClusterDoubt")
def doubt_seen(request: SignedInRequest, pk: int) -> HttpResponse:
    """A registrar looked; whether anything is split is decided on the page of the person."""
    rows = ClusterDoubt.objects.select_related("low")
    look_at_doubt(by=request.user, doubt=visible_or_404(rows, request.user, "change", pk=pk))
    messages.success(request, _("Noted that you looked."))
    return redirect("linkage:encoded")
