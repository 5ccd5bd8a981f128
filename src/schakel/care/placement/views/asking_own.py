"""Asking for a place, following it, and going on with the care after placement."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from schakel.care.placement import asking, following, offering
from schakel.care.placement.actions import NotPossibleError, log
from schakel.care.placement.asker_forms import AskedFor, OwnAskingForm, ReplyForm, WithdrawForm
from schakel.care.placement.briefing import needs_rows, people_rows
from schakel.care.placement.choices import DONE, TRANSITIONS, Channel, Happening, State
from schakel.care.placement.models import Placement, Request, new_request_number
from schakel.care.placement.noticing import ASKERS
from schakel.care.placement.problems import in_words
from schakel.care.placement.queries import people_of
from schakel.care.placement.told_askers import KINDS, STANDS, history, own_requests
from schakel.care.placement.views import once
from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.choices import Event as Logged

PER_PAGE = 25
CHANGES = ("GET", "HEAD", "POST")
_SALT = "placement.ask"


@require_GET
@never_cache
@allowed("follow", "placement.Request")
def own(request: SignedInRequest) -> HttpResponse:
    """What we asked and how it stands; for care coordinators, what was handed to them."""
    page = Paginator(own_requests(request.user), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        (row, State(row.state).label, KINDS.get(row.state, "neutral"), STANDS[row.state])
        for row in page
    ]
    cares = may(request.user, "care", "placement.Placement")
    handed = following.handed_to(request.user) if cares else Placement.objects.none()
    handed_page = Paginator(handed, PER_PAGE).get_page(request.GET.get("care"))
    context = {"page": page, "rows": rows, "cares": cares, "handed": handed_page}
    return render(request, "placement/asking/own.html", context)


@require_http_methods(CHANGES)
@never_cache
@allowed("follow", "placement.Request")
def new(request: SignedInRequest) -> HttpResponse:
    """Ask for a place: one short form. Sending it twice asks once."""
    sent = request.POST or None
    number = once.number(request, _SALT)
    there = Request.objects.visible_to(request.user, "follow").filter(number=number).first()
    if there is not None:
        return redirect("shelter-requests:request", number=there.number)
    after, place = _after(request), _place(request)
    form = OwnAskingForm(sent, user=request.user, askers=ASKERS)
    people = None if after or place else AskedFor(sent)
    right = sent is not None and all([form.is_valid(), people is None or people.is_valid()])
    made = _asked(request, form, people, after or place, number) if right else None
    if made is None:
        wrong = sent is not None and not (people and people.resized)
        context = {
            "form": form,
            "people": people,
            "after": after,
            "following_up": place or (after and request.GET.get("next")),
            "token": once.token(request, _SALT, new_request_number),
        }
        return render(request, "placement/asking/new.html", context, status=422 if wrong else 200)
    messages.success(
        request,
        _("We have received your request. Its number is %(number)s.") % {"number": made.number},
    )
    return redirect("shelter-requests:request", number=made.number)


def _after(request: SignedInRequest) -> Request | None:
    """Our earlier request for the same people, who need a place again or the next one."""
    number = request.GET.get("again", "") or request.GET.get("next", "")
    if number.startswith("N-"):
        return None
    if not number:
        return None
    rows = Request.objects.select_related("group").defer("contact", "explanation", "safety_reason")
    return visible_or_404(rows, request.user, "repeat", number=number)


def _place(request: SignedInRequest) -> Placement | None:
    """The placement whose care we coordinate, and after which the next place is asked."""
    number = request.GET.get("next", "")
    if not number.startswith("N-"):
        return None
    return visible_or_404(following.handed_to(request.user), request.user, "care", number=number)


def _asked(
    request: SignedInRequest,
    form: OwnAskingForm,
    people: AskedFor | None,
    before: Request | Placement | None,
    number: str,
) -> Request | None:
    """What was asked; None where it is not possible, which the form then says."""
    who = people.people() if people else ()
    data = form.as_data(people=who, channel=Channel.PORTAL, number=number)
    asker = form.asker()
    if before is None:
        return asking.ask_for_shelter(by=request.user, data=data, organisation=asker)
    ask = asking.ask_for_follow_up if request.GET.get("next") else asking.ask_again
    after = before if isinstance(before, Request) else None
    try:
        return ask(by=request.user, group=before.group, data=data, after=after, organisation=asker)
    except NotPossibleError as error:
        form.add_error(None, in_words(error))
        return None


@require_http_methods(CHANGES)
@never_cache
@allowed("follow", "placement.Request")
def detail(request: SignedInRequest, number: str) -> HttpResponse:
    """One request: how it stands, what happened, a question to answer, and withdrawing it."""
    rows = Request.objects.with_state().select_related("group", "asked_by")
    rows = rows.defer("contact", "explanation", "safety_reason")
    row = visible_or_404(rows, request.user, "follow", number=number)
    do = request.POST.get("do", "")
    replying = ReplyForm(request.POST if do == "reply" else None, prefix="reply")
    withdrawing = WithdrawForm(request.POST if do == "withdraw" else None, prefix="withdraw")
    if _done(request, row, replying, withdrawing):
        return redirect("shelter-requests:request", number=number)
    log(request.user, Logged.VIEW, row.group, row.number, "request", "needs")
    placement = row.placements.select_related("care").order_by("-pk").first()
    context = {
        "row": row,
        "stands": STANDS[row.state],
        "history": history(row),
        "question": following.open_question(row),
        "replying": replying,
        "withdrawing": withdrawing,
        "may_again": row.state in DONE and asking.may_ask_again(row.group),
        "may_follow_up": row.state == State.PLACED and asking.may_ask_for_follow_up(row.group),
        "may_withdraw": State.WITHDRAWN in TRANSITIONS[row.state],
        "needs": needs_rows(row.group),
        "placement": placement,
        "ours": placement is not None and may(request.user, "care", placement),
    }
    wrong = bool(replying.errors or withdrawing.errors)
    return render(request, "placement/asking/request.html", context, status=422 if wrong else 200)


def _done(
    request: SignedInRequest, row: Request, replying: ReplyForm, withdrawing: WithdrawForm
) -> bool:
    try:
        if replying.is_valid():
            following.reply(by=request.user, request=row, **replying.cleaned_data)
            messages.success(request, _("Your answer has been sent."))
            return True
        if withdrawing.is_valid():
            note = withdrawing.cleaned_data["note"]
            offering.move(by=request.user, request=row, state=State.WITHDRAWN, note=note)
            messages.success(request, _("The request has been withdrawn."))
            return True
    except NotPossibleError as error:
        messages.info(request, in_words(error))
        return True
    return False


@require_http_methods(CHANGES)
@never_cache
@allowed("care", "placement.Placement")
def care(request: SignedInRequest, number: str) -> HttpResponse:
    """A placement that the centre handed to us: take it over, and then see who it is about."""
    row = visible_or_404(following.handed_to(request.user), request.user, "care", number=number)
    if request.method == "POST":
        following.take_over(by=request.user, placement=row)
        messages.success(request, _("You coordinate the care from now on."))
        return redirect("shelter-requests:care", number=number)
    taken = row.last_handing == Happening.TAKEN_OVER  # type: ignore[attr-defined]
    opened = taken and row.occupancy.until is None
    if opened:
        log(request.user, Logged.VIEW, row.group, row.number, "placement", "identity", "needs")
    context: dict[str, Any] = {
        "row": row,
        "taken": taken,
        "may_follow_up": opened and asking.may_ask_for_follow_up(row.group),
        "opened": opened,
        "people": people_rows(people_of(row.group)) if opened else [],
        "needs": needs_rows(row.group) if opened else [],
        "stays": list(row.stays.select_related("client").defer(*_NAMES)),
    }
    return render(request, "placement/asking/care.html", context)


_NAMES = ("client__surname", "client__given_names", "client__date_of_birth")
