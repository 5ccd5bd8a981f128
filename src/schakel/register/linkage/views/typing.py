"""What shows beside the questions while a registrar types who a report is about."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from schakel.foundation.access.views import allowed
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.register.linkage.alongside import likenesses, record_of_typed


@require_POST
@never_cache
@allowed("see", "linkage.Proposal")
def typed(request: SignedInRequest) -> HttpResponse:
    """Who in the register may be the person being typed; each look is logged, what was typed is not kept."""
    found = likenesses(record_of_typed(request.POST.dict()), request.user)
    if found is not None:
        record(by=request.user, event=Event.SEARCH, object_type="person", data=("typed_identity",))
    return render(request, "linkage/_typed.html", {"found": found})
