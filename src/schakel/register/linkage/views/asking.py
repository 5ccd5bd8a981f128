"""Asking the keeper of a restricted report, and what keepers are asked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.register.intake.models import Report
from schakel.register.linkage.restricted import ask_keeper, asked_by, asked_of
from schakel.register.persons.actions import NotPossibleError


@require_GET
@never_cache
@allowed("see", "linkage.KeeperQuestion")
def asked(request: SignedInRequest) -> HttpResponse:
    """What colleagues ask about records that one keeps, and what one asked oneself."""
    context = {"to_answer": asked_of(request.user), "own": asked_by(request.user)}
    return render(request, "linkage/asked.html", context)


@require_POST
@allowed("change", "linkage.Proposal")
def ask(request: SignedInRequest, number: str) -> HttpResponse:
    """Ask the keeper whether a restricted record is about the same person as this report."""
    report = visible_or_404(Report.objects.all(), request.user, "restrict", number=number)
    try:
        keeper = ask_keeper(by=request.user, report=report, keeper=request.POST.get("keeper", ""))
    except NotPossibleError:
        messages.info(request, _("There is nothing to ask any more."))
    else:
        messages.success(
            request,
            _("%(name)s finds your question on the desk. The answer comes here.")
            % {"name": keeper.name},
        )
    return redirect("persons:report", number=number)
