"""A registrar's verdict on a proposal, from whatever page showed it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.ui.free_text import service_numbers
from schakel.register.linkage.actions import NotPossibleError, ReasonNeededError, judge, take_back
from schakel.register.linkage.choices import Refusal, Verdict
from schakel.register.linkage.models import Proposal

DONE = {
    Verdict.SAME: gettext_lazy("Held to be the same person from now on."),
    Verdict.NOT_SAME: gettext_lazy(
        "Remembered: not the same person. It is not proposed again unless a correction says something else."
    ),
    Verdict.UNSURE: gettext_lazy(
        "Noted that you are unsure. It stays in the queue for a colleague."
    ),
}
SECOND = gettext_lazy("Your answer is kept. It takes effect when a second registrar agrees.")
LONGEST = 500
# What stands in the way of an answer; each is told in words.
PROBLEMS = (ReasonNeededError, NotPossibleError, ValueError)


@require_POST
@allowed("change", "linkage.Proposal")
def judging(request: SignedInRequest, pk: int) -> HttpResponse:
    """Same person, not the same, or unsure; back to where the button was pressed."""
    proposal = visible_or_404(
        Proposal.objects.select_related("low", "high"), request.user, "change", pk=pk
    )
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")[:LONGEST]
    try:
        refuse(verdict, reason)
        done = judge(by=request.user, proposal=proposal, verdict=verdict, reason=reason)
    except PROBLEMS as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, DONE[Verdict(verdict)] if done else SECOND)
    return redirect(_back(request, proposal))


@require_POST
@allowed("change", "linkage.Proposal")
def taking_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask again what was said not to be one person."""
    proposal = visible_or_404(Proposal.objects.all(), request.user, "change", pk=pk)
    try:
        take_back(by=request.user, proposal=proposal)
    except NotPossibleError as problem:
        messages.error(request, in_words(problem))
    else:
        messages.success(request, _("This is asked again."))
    return redirect(_back(request, proposal))


def refuse(verdict: str, reason: str) -> None:
    """Raises ValueError, in words, for what is no answer."""
    if verdict not in Verdict.values:
        raise ValueError(_("Choose one of the three answers."))
    if service_numbers(reason):
        raise ValueError(_("The reason holds a citizen service number (BSN). Leave it out."))


def in_words(problem: Exception) -> str:
    """Why an answer was not taken, for the registrar who gave it."""
    if isinstance(problem, ReasonNeededError):
        return _("Say in a few words why: the score leaves little doubt the other way.")
    if not isinstance(problem, NotPossibleError):
        return str(problem)
    if problem.code == Refusal.NOT_SAME:
        return _(
            "A colleague decided that these are not the same person. Give a reason, and a second "
            "registrar decides."
        )
    return str(WHY_NOT.get(problem.code, "") or getattr(problem, "message", problem.code))


WHY_NOT = {
    "restricted": Refusal.RESTRICTED.label,
    "settled": gettext_lazy("A colleague has answered this meanwhile."),
    "does_not_count": gettext_lazy(
        "One of both reports was corrected, withdrawn or given back, and is not registered."
    ),
    "several_persons": gettext_lazy(
        "The key of this report names more than one person. Choose one on the page of the report."
    ),
}


def _back(request: SignedInRequest, proposal: Proposal) -> str:
    address = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    if ours and address.startswith("/"):
        return address
    return reverse("persons:report", args=[proposal.high.number])
