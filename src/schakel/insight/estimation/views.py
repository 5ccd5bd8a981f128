"""Pages of estimates: all runs, beginning one, and one run from its lists to its results."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.ui.exports import csv_response
from schakel.foundation.ui.moving import move_whole_page
from schakel.insight.analysis.models import Snapshot
from schakel.insight.estimation import actions, presenting, signing, tidy, wording
from schakel.insight.estimation.choices import Source, State
from schakel.insight.estimation.faults import RefusedError
from schakel.insight.estimation.forms import (
    AnswerForm,
    BeginForm,
    OfferForm,
    SetUpForm,
    WithdrawForm,
)
from schakel.insight.estimation.models import Run

RUNS = 100


@require_safe
@never_cache
@allowed("see", "estimation.Run")
def runs(request: SignedInRequest) -> HttpResponse:
    """Every run, newest first."""
    rows = Run.objects.visible_to(request.user).defer("content", "plan", "offer")
    context = {"runs": rows[:RUNS], "may_make": may(request.user, "make", "estimation.Run")}
    return render(request, "estimation/runs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("make", "estimation.Run")
def new(request: SignedInRequest) -> HttpResponse:
    """Choose where the lists come from; the input is frozen."""
    snapshots = Snapshot.objects.visible_to(request.user).order_by("-pk")
    newest = snapshots.first()
    year = timezone.localtime().year - 1
    first: dict[str, Any] = {"source": Source.SNAPSHOT if newest else Source.FILE}
    first |= {"snapshot": newest and newest.number, "first_year": year - 2, "last_year": year}
    posted = request.method == "POST"
    form = BeginForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        snapshots=snapshots,
        initial=first,
    )
    if posted and form.is_valid():
        try:
            return redirect("estimation:run", _begun(request, form).number)
        except RefusedError as refused:
            form.add_error(None, str(refused))
    return render(request, "estimation/new.html", {"form": form}, status=422 if posted else 200)


def _begun(request: SignedInRequest, form: BeginForm) -> Run:
    data = form.cleaned_data
    if data["source"] == Source.SNAPSHOT:
        years = data["first_year"], data["last_year"]
        return actions.begin_from_snapshot(
            by=request.user, title=data["title"], snapshot=data["snapshot"], years=years
        )
    try:
        text = data["file"].read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(wording.fault("unreadable", data["file"].name)) from None
    return actions.begin_from_file(
        by=request.user,
        title=data["title"],
        text=text,
        name=data["file"].name,
        traits=form.named_traits,
    )


@require_safe
@never_cache
@allowed("see", "estimation.Run")
def run(request: SignedInRequest, number: str) -> HttpResponse:
    """A run: its lists, its progress, its results."""
    row = _visible(request, number)
    record(by=request.user, event=Event.VIEW, object_type=actions.LOGGED, object_id=row.number)
    return _page(request, row)


def _visible(request: SignedInRequest, number: str, verb: str = "see") -> Run:
    row: Run = visible_or_404(Run.objects.all(), request.user, verb, number=number)
    return row


def _form(row: Run, data: Any = None) -> SetUpForm:
    records = row.content["years"] or row.content["persons"]
    known = {} if row.snapshot_id is None else actions.measured_linkage()
    percent = {
        name: round(100 * known[name], 1) for name in ("precision", "recall") if name in known
    }
    return SetUpForm(
        data, lists=tuple(records["lists"]), traits=tuple(records["traits"]), initial=percent
    )


def _page(request: SignedInRequest, row: Run, wrong: Form | None = None) -> HttpResponse:
    """The page of a run; `wrong`: a form of it that was sent and is not right."""
    makes = may(request.user, "make", "estimation.Run")

    def form(kind: type[Form], fresh: Callable[[], Form], shown: bool) -> Form | None:
        return (wrong if isinstance(wrong, kind) else fresh()) if shown else None

    offers = row.state == State.FINISHED and row.carries
    context: dict[str, Any] = {
        "run": row,
        "facts": tidy.facts(row),
        "overlaps": presenting.overlaps(tidy.grouped(row)),
        "chart": tidy.chart(row),
        "form": form(SetUpForm, lambda: _form(row), row.state == State.SET_UP and makes),
        "progress": _progress(row) if row.state == State.RUNNING else None,
        "may_make": makes,
        "told": presenting.told(row) if row.finished_at else None,
        "offer": form(
            OfferForm,
            lambda: OfferForm(initial=_years(row)),
            offers and may(request.user, "offer", row),
        ),
        "answer": form(
            AnswerForm, AnswerForm, row.state == State.OFFERED and may(request.user, "sign", row)
        ),
        "gone": form(
            WithdrawForm,
            WithdrawForm,
            row.state == State.PUBLISHED and may(request.user, "withdraw", row),
        ),
        "offered": presenting.offered(row.offer) if row.offer else None,
    }
    return render(request, "estimation/run.html", context, status=422 if wrong else 200)


def _years(row: Run) -> dict[str, Any]:
    return {"first_year": row.first_year, "last_year": row.last_year}


def _progress(row: Run) -> dict[str, int]:
    return {"done": row.steps.exclude(done_at=None).count(), "total": row.steps.count()}


@require_POST
@never_cache
@allowed("make", "estimation.Run")
def start(request: SignedInRequest, number: str) -> HttpResponse:
    """Fix the choices, and begin to work."""
    row = _visible(request, number)
    if row.state != State.SET_UP:
        return redirect("estimation:run", row.number)
    form = _form(row, request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    try:
        actions.start(by=request.user, run=row, plan=form.plan())
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return _page(request, row, form)
    return redirect("estimation:run", row.number)


@require_POST
@never_cache
@allowed("make", "estimation.Run")
def proceed(request: SignedInRequest, number: str) -> HttpResponse:
    """The next parts; the page asks for those after them itself."""
    row = _visible(request, number)
    try:
        row = actions.proceed(by=request.user, run=row)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        if request.htmx and row.state == State.RUNNING:
            context = {"run": row, "progress": _progress(row)}
            return render(request, "estimation/_progress.html", context)
    return move_whole_page(request, "estimation:run", row.number)


@require_safe
@never_cache
@allowed("see", "estimation.Run")
def results(request: SignedInRequest, number: str) -> HttpResponseBase:
    """Every estimate of a run, one a row; without numbers where the data cannot carry one."""
    row = _visible(request, number)
    if not row.finished_at:
        raise Http404
    record(by=request.user, event=Event.EXPORT, object_type=actions.LOGGED, object_id=row.number)
    return csv_response(f"{row.number}-results.csv", tidy.COLUMNS, tidy.rows(row))


@require_safe
@never_cache
@allowed("make", "estimation.Run")
def table(request: SignedInRequest, number: str) -> HttpResponseBase:
    """The lists of the estimate as a file that `schakel estimate` reads: unprotected."""
    row = _visible(request, number)
    record(by=request.user, event=Event.EXPORT, object_type=actions.LOGGED, object_id=row.number)
    header, *lines = tidy.input_rows(row)
    return csv_response(f"{row.number}.csv", header, lines)


@require_POST
@never_cache
@allowed("offer", "estimation.Run")
def offer(request: SignedInRequest, number: str) -> HttpResponse:
    """Protect the run, and ask a disclosure officer to sign."""
    row, form = _visible(request, number, "offer"), OfferForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    return _done(
        request,
        row,
        lambda: signing.offer(by=request.user, run=row, words=form.cleaned_data),
        _("A disclosure officer can now sign this."),
    )


@require_POST
@never_cache
@allowed("sign", "estimation.Run")
def answer(request: SignedInRequest, number: str) -> HttpResponse:
    """Sign and publish, or refuse."""
    row, form = _visible(request, number, "sign"), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    if form.cleaned_data["answer"] == "refuse":
        reason = form.cleaned_data["reason"]
        return _done(
            request,
            row,
            lambda: signing.refuse(by=request.user, run=row, reason=reason),
            _("Refused. The maker can read why."),
        )
    published = _("Published. Everybody can read it on the public site.")
    return _done(request, row, lambda: signing.sign(by=request.user, run=row), published)


@require_POST
@never_cache
@allowed("withdraw", "estimation.Run")
def withdraw(request: SignedInRequest, number: str) -> HttpResponse:
    """Take the estimate back."""
    row, form = _visible(request, number, "withdraw"), WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    return _done(
        request,
        row,
        lambda: signing.withdraw(by=request.user, run=row, note=form.cleaned_data),
        _("Withdrawn. Your note stands on the public site."),
    )


def _done(request: SignedInRequest, row: Run, do: Callable[[], Run], said: str) -> HttpResponse:
    try:
        do()
        messages.success(request, said)
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("estimation:run", row.number)
