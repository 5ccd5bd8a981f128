"""Legal clocks: which run out soon, and what happened to those of one group."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schakel.care.placement.actions import NotPossibleError, log
from schakel.care.placement.clock_forms import AHEAD, AheadForm, ClockForm
from schakel.care.placement.clocked import ClockEvent, ClockStep
from schakel.care.placement.clocks import clocks_of, running_out
from schakel.care.placement.models import Client, Group
from schakel.care.placement.problems import in_words
from schakel.care.placement.timing import note_clock, undo_clock
from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event as Logged

PER_PAGE = 50


@require_GET
@never_cache
@allowed("see", "placement.ClockEvent")
def index(request: SignedInRequest) -> HttpResponse:
    """Clocks whose last day is past or near, by the number of the group."""
    form = AheadForm(request.GET or None, initial={"days": AHEAD})
    given = form.cleaned_data.get("days") if form.is_valid() else None
    days = AHEAD if given is None else given
    found = running_out(request.user, days)
    record(by=request.user, event=Logged.VIEW, object_type="table", object_id="clocks")
    context = {
        "form": form,
        "days": days,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "over": sum(1 for one in found if (one.left or 0) < 0),
        "number": len(found),
    }
    return render(request, "placement/clock_overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("see", "placement.ClockEvent")
def group(request: SignedInRequest, number: str) -> HttpResponse:
    """The clocks of one group, what happened to them, and one more fact."""
    row = visible_or_404(Group.objects.all(), request.user, number=number)
    clients = list(
        Client.objects.filter(group=row).defer("surname", "given_names", "date_of_birth")
    )
    form = ClockForm(request.POST or None, clients=clients)
    if request.method == "POST" and form.is_valid():
        try:
            note_clock(by=request.user, **form.cleaned_data)
        except NotPossibleError as error:
            form.add_error(None, in_words(error))
        else:
            messages.success(request, _("It has been written down."))
            return redirect("placement-clocks:group", number=number)
    events = ClockEvent.objects.filter(client__group=row).select_related("client", "undone_by")
    log(request.user, Logged.VIEW, row, row.number, "group", "clocks")
    context = {
        "row": row,
        "form": form,
        "clocks": clocks_of(row),
        "events": [
            {
                "row": event,
                "is_undone": getattr(event, "undone_by", None) is not None,
                "can_undo": event.step != ClockStep.UNDONE,
            }
            for event in events.order_by("-pk")
        ],
        "may_change": may(request.user, "change", row),
    }
    return render(
        request, "placement/clock_group.html", context, status=422 if form.errors else 200
    )


@require_POST
@allowed("see", "placement.ClockEvent")
def undo(request: SignedInRequest, number: str, event: int) -> HttpResponse:
    """Take back a fact that was written down by mistake."""
    rows = ClockEvent.objects.filter(client__group__number=number)
    row = visible_or_404(rows.select_related("client__group"), request.user, pk=event)
    try:
        undo_clock(by=request.user, event=row)
    except NotPossibleError as error:
        messages.error(request, in_words(error))
    else:
        messages.success(request, _("It has been taken back."))
    return redirect("placement-clocks:group", number=number)
