"""The triage desk: queues of reports, and what can be done with one of them from the list."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.register.intake.models import ImportBatch, Report
from schakel.register.persons import triage
from schakel.register.persons.accepting import accept, accept_many, marked, plan
from schakel.register.persons.actions import NotPossibleError
from schakel.register.persons.choices import Obstacle, Queue
from schakel.register.persons.handling import (
    answer_read,
    assign,
    remove_search,
    save_search,
)
from schakel.register.persons.models import SavedSearch
from schakel.register.persons.queries import unregistered
from schakel.register.persons.triage_forms import AssignForm, SaveSearchForm, TriageFilter
from schakel.register.persons.views.reports import WHY_NOT

PER_PAGE = 25
LISTED = 20  # of a long list of reports passed over, so many are named


@require_GET
@never_cache
@allowed("see", "persons.TriageStep")
def desk(request: SignedInRequest) -> HttpResponse:
    """The reports of one queue, with what must be done first on top."""
    colleagues = list(triage.registrars())
    form = TriageFilter(request.GET, colleagues=colleagues)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = triage.narrowed(triage.on_desk(request.user), wanted, request.user)
    counts = triage.counts(rows, request.user)
    queue = wanted.get("queue") or _first_filled(counts)
    found = triage.with_details(
        triage.ordered(triage.in_queue(rows, queue, request.user), wanted.get("order", ""))
    )
    paginator = Paginator(found, PER_PAGE)
    paginator.count = counts.get(queue, 0)  # known from the tabs: not asked twice
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "tabs": _tabs(form, counts, queue),
        "queue": queue,
        "choosable": queue in (Queue.INCOMING, Queue.INCOMPLETE, Queue.ANSWERED, triage.MINE),
        "page": page,
        "rows": [triage.standing(row) for row in marked(list(page.object_list))],
        "narrowed": any(form.data.get(name) for name in form.fields if name not in _NO_FILTER),
        "searches": list(SavedSearch.objects.visible_to(request.user).select_related("owner")),
        "save": SaveSearchForm(),
        "query": form.as_query(),
        "here": request.get_full_path(),
    }
    return render(request, "persons/triage.html", context)


_NO_FILTER = ("queue", "order")


def _first_filled(counts: dict[str, int]) -> str:
    """The queue to begin with: the first in which something waits."""
    return next((queue for queue in triage.FOR_THE_CENTRE if counts[queue]), Queue.INCOMING)


def _tabs(form: TriageFilter, counts: dict[str, int], queue: str) -> list[dict[str, Any]]:
    names = [
        *((each.value, each.label) for each in triage.UNDER_WAY),
        (triage.MINE, _("Mine")),
        (Queue.RETURNED.value, Queue.RETURNED.label),
        (Queue.WITHDRAWN.value, Queue.WITHDRAWN.label),
    ]
    return [
        {
            "url": f"?{form.as_query(queue=name)}",
            "label": label,
            "count": counts[name],
            "current": name == queue,
        }
        for name, label in names
    ]


def back(request: SignedInRequest) -> str:
    """Where the button was pressed: a page of the desk, or the report; never another site."""
    address = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours and address.startswith("/") else reverse("persons:triage")


def report_on_desk(request: SignedInRequest, number: str) -> Report:
    """The report that an address of the desk names; else 404."""
    return visible_or_404(Report.objects.all(), request.user, "give_back", number=number)


@require_POST
@allowed("change", "persons.Person")
def accept_one(request: SignedInRequest, number: str) -> HttpResponse:
    """From report to registration in one step; where there is a choice to make, on to the report's page."""
    row = report_on_desk(request, number)
    try:
        person = accept(by=request.user, report=row)
    except NotPossibleError as reason:
        if reason.code in (Obstacle.MAY_BE_KNOWN, Obstacle.SEVERAL_PERSONS):
            messages.warning(request, WHY_NOT[reason.code])
            return redirect("persons:report", number=row.number)
        messages.info(request, WHY_NOT[reason.code])
        return redirect(back(request))
    messages.success(
        request,
        _("Report %(report)s is registered with person %(person)s.")
        % {"report": row.number, "person": person.number},
    )
    return redirect(back(request))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("change", "persons.Person")
def accept_several(request: SignedInRequest) -> HttpResponse:
    """Reports chosen in the list, or those of one delivery: first what would happen, then to do it."""
    chosen, batch = _chosen(request)
    if request.method == "POST":
        done = accept_many(by=request.user, reports=chosen)
        told: dict[str, Any] = {"done": done, "batch": batch, "listed": done.skipped[:LISTED]}
        return render(request, "persons/accepted.html", told)
    made = plan(chosen)
    context: dict[str, Any] = {
        "plan": made,
        "batch": batch,
        "listed": made.skipped[:LISTED],
        "nothing_chosen": not chosen,
    }
    return render(request, "persons/accept.html", context)


def _chosen(request: SignedInRequest) -> tuple[list[Report], ImportBatch | None]:
    given: QueryDict = request.POST if request.method == "POST" else request.GET
    rows = Report.objects.visible_to(request.user, "give_back")
    if number := given.get("batch"):
        batch = visible_or_404(ImportBatch.objects.defer("content"), request.user, number=number)
        return list(unregistered().filter(batch=batch).visible_to(request.user)), batch
    return list(rows.filter(number__in=given.getlist("report")).order_by("received_at", "pk")), None


@require_POST
@allowed("change", "persons.TriageStep")
def assigned(request: SignedInRequest, number: str) -> HttpResponse:
    """Put somebody on the report: oneself, a colleague by number, or nobody."""
    row = report_on_desk(request, number)
    data = request.POST.copy()
    if data.get("me"):
        data["to"] = request.user.number
    form = AssignForm(data)
    if not form.is_valid():
        messages.error(request, _("Choose a colleague from the list."))
        return redirect(back(request))
    to = form.cleaned_data["to"]
    if to is not None and not may(to, "see", row):
        messages.error(
            request, _("The report is restricted: hand it over to this colleague first.")
        )
        return redirect(back(request))
    assign(by=request.user, report=row, to=to)
    texts = {"report": row.number, "name": to.name if to else ""}
    said = (
        _("Report %(report)s is assigned to %(name)s.")
        if to
        else _("Nobody is on report %(report)s now.")
    )
    messages.success(request, said % texts)
    return redirect(back(request))


@require_POST
@allowed("change", "persons.TriageStep")
def answer_done(request: SignedInRequest, number: str) -> HttpResponse:
    """The answer was dealt with."""
    row = report_on_desk(request, number)
    try:
        answer_read(by=request.user, report=row)
    except NotPossibleError as reason:
        messages.error(request, WHY_NOT[reason.code])
    else:
        messages.success(request, _("The answer has been dealt with."))
    return redirect(back(request))


@require_POST
@allowed("create", "persons.SavedSearch")
def search_save(request: SignedInRequest) -> HttpResponse:
    """Keep the filter on the screen under a name."""
    colleagues = list(triage.registrars())
    form = SaveSearchForm(request.POST)
    filter_form = TriageFilter(QueryDict(request.POST.get("query", "")), colleagues=colleagues)
    query = filter_form.as_query()
    if not form.is_valid():
        messages.error(
            request, " ".join(str(text) for texts in form.errors.values() for text in texts)
        )
        return redirect(f"{reverse('persons:triage')}?{query}")
    save_search(by=request.user, query=query, **form.cleaned_data)
    messages.success(request, _("The search has been saved."))
    return redirect(f"{reverse('persons:triage')}?{query}")


@require_POST
@allowed("create", "persons.SavedSearch")
def search_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw one of one's own searches away."""
    search = visible_or_404(SavedSearch.objects.all(), request.user, "change", pk=pk)
    remove_search(by=request.user, search=search)
    messages.success(request, _("The search has been thrown away."))
    return redirect("persons:triage")
