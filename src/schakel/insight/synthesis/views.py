"""Pages of synthetic records: the ledger with all files, asking, and one file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.insight.analysis.dimensions import dimensions
from schakel.insight.analysis.faults import Damaged
from schakel.insight.analysis.models import Snapshot
from schakel.insight.synthesis import actions
from schakel.insight.synthesis.choices import State
from schakel.insight.synthesis.forms import AskForm, RefuseForm, WithdrawForm
from schakel.insight.synthesis.models import SyntheticFile
from schakel.insight.synthesis.queries import costs, ledger, published
from schakel.register.persons.queries import actor_names

FILES = 100
SNAPSHOTS = 20


@require_safe
@never_cache
@allowed("see", "synthesis.SyntheticFile")
def files(request: SignedInRequest) -> HttpResponse:
    """What is spent and left, and every file, newest first."""
    rows = SyntheticFile.objects.visible_to(request.user).defer("content", "purpose", "measures")
    context = {
        "files": rows[:FILES],
        "ledger": ledger().told,
        "may_ask": may(request.user, "ask", "synthesis.SyntheticFile"),
    }
    return render(request, "synthesis/files.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@allowed("ask", "synthesis.SyntheticFile")
def new(request: SignedInRequest) -> HttpResponse:
    """Choose years and columns, see what it costs, ask."""
    snapshots = Snapshot.objects.visible_to(request.user).order_by("-pk")
    newest = snapshots.first()
    posted = request.POST if request.method == "POST" else None
    year = timezone.localtime().year - 1
    first = {"snapshot": newest and newest.number, "first_year": year - 4, "last_year": year}
    form = AskForm(posted, snapshots=snapshots, initial=first)
    if posted is not None and form.is_valid():
        try:
            asked = actions.ask(by=request.user, **_wish(form))
            messages.success(request, _("A disclosure officer can now sign this."))
            return redirect("synthesis:file", asked.number)
        except (actions.RefusedError, Damaged) as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "costs": costs(), "ledger": ledger().told, "snapshot": newest}
    return render(request, "synthesis/new.html", context, status=422 if posted is not None else 200)


def _wish(form: AskForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "snapshot": data["snapshot"],
        "years": (data["first_year"], data["last_year"]),
        "columns": data["columns"],
        "thousandths": int(data["epsilon"] * 1000),
        "receiver": data["receiver"],
        "purpose": data["purpose"],
    }


@require_safe
@never_cache
@allowed("see", "synthesis.SyntheticFile")
def file(request: SignedInRequest, number: str) -> HttpResponse:
    """What was asked, what was answered, what the records keep, and what an attacker learns."""
    return _page(request, _visible(request, number), RefuseForm())


def _visible(request: SignedInRequest, number: str, verb: str = "see") -> SyntheticFile:
    row: SyntheticFile = visible_or_404(
        SyntheticFile.objects.all(), request.user, verb, number=number
    )
    return row


def _page(
    request: SignedInRequest, row: SyntheticFile, form: RefuseForm, gone: WithdrawForm | None = None
) -> HttpResponse:
    known = dimensions()
    open_, made = row.state == State.ASKED, row.state == State.MADE
    public = published(row) if made else None
    decides = may(request.user, "answer", row)
    bound = form.is_bound or gone is not None
    context = {
        "file": row,
        "columns": [known[code].label for code in row.columns],
        "facts": _facts(row),
        "measures": _measures(row),
        "ledger": ledger().told,
        "may_answer": open_ and decides,
        "may_publish": made and public is None and decides,
        "may_withdraw": public is not None and public.note is None and decides,
        "public": public,
        "gone": gone or WithdrawForm(),
        "may_make": row.state == State.SIGNED and may(request.user, "make", row),
        "form": form,
        "open": open_,
    }
    return render(request, "synthesis/file.html", context, status=422 if bound else 200)


def _facts(row: SyntheticFile) -> list[tuple[str, object]]:
    names = actor_names({row.asked_by, row.answered_by} - {""})
    asked, answered = (names.get(one, one) for one in (row.asked_by, row.answered_by))
    facts: list[tuple[str, object]] = [
        (_("State"), row.get_state_display()),
        (_("Snapshot"), row.snapshot.number),
        (_("Years taken together"), row.years),
        (_("Cost (epsilon)"), row.epsilon.normalize()),
        (_("For whom"), row.receiver),
        (_("For which research"), row.purpose),
        (_("Asked by"), f"{asked}, {_moment(row.asked_at)}"),
    ]
    if row.answered_at:
        facts.append((_("Answered by"), f"{answered}, {_moment(row.answered_at)}"))
    if row.reason:
        facts.append((_("Reason"), row.reason))
    if row.rows is not None:
        facts.append((_("Synthetic records"), row.rows))
    return facts


def _moment(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%d-%m-%Y %H:%M")


def _measures(row: SyntheticFile) -> list[tuple[str, str]]:
    """What the records keep, in words and numbers."""
    found = row.measures
    if not found:
        return []
    pair = found["cramers_v_pair"]
    known = dimensions()
    names = " × ".join(str(known[code].label) for code in pair) if pair else ""
    return [
        (_("Difference in tables of one column, on average"), _share(found["tvd_1"])),
        (_("Difference in tables of two columns, on average"), _share(found["tvd_2"])),
        (_("Difference in tables of three columns, on average"), _share(found["tvd_3"])),
        (
            _("Largest change of a relation (Cramér's V, 0 to 1)"),
            f"{number_format(found['cramers_v'], 2)} {f'({names})' if names else ''}",
        ),
        (_("Pairs of values that nobody has"), _share(found["invented_2"])),
        (_("Combinations of three values that nobody has"), _share(found["invented_3"])),
        (
            _("How well an attacker tells who was in the register (50% is guessing)"),
            _share(found["attack"]),
        ),
    ]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{number_format(value * 100, 1)}%"


Answer = Callable[[SyntheticFile], SyntheticFile]


@require_POST
@allowed("answer", "synthesis.SyntheticFile")
def sign(request: SignedInRequest, number: str) -> HttpResponse:
    """Spend, and make the records."""
    return _done(request, number, "answer", lambda row: actions.sign(by=request.user, file=row))


@require_POST
@allowed("make", "synthesis.SyntheticFile")
def make(request: SignedInRequest, number: str) -> HttpResponse:
    """Make the records of a signed file of which the making was broken off."""
    return _done(request, number, "make", lambda row: actions.make(by=request.user, file=row))


def _done(request: SignedInRequest, number: str, verb: str, what: Answer) -> HttpResponse:
    row = _visible(request, number, verb)
    try:
        what(row)
        messages.success(request, _("The synthetic records are made."))
    except (ValueError, Damaged) as refused:
        messages.error(request, str(refused))
    return redirect("synthesis:file", number)


@require_POST
@allowed("answer", "synthesis.SyntheticFile")
def refuse(request: SignedInRequest, number: str) -> HttpResponse:
    """Do not sign."""
    row = _visible(request, number, "answer")
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    try:
        actions.refuse(by=request.user, file=row, reason=form.cleaned_data["reason"])
        messages.success(request, _("Refused. Nothing is spent."))
    except actions.RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("synthesis:file", number)


@require_POST
@allowed("answer", "synthesis.SyntheticFile")
def publish(request: SignedInRequest, number: str) -> HttpResponse:
    """Let anybody take the records."""
    row = _visible(request, number, "answer")
    try:
        actions.publish(by=request.user, file=row)
        messages.success(request, _("Everybody can now take these records from the public site."))
    except actions.RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("synthesis:file", number)


@require_POST
@allowed("answer", "synthesis.SyntheticFile")
def withdraw(request: SignedInRequest, number: str) -> HttpResponse:
    """Take them away from the public site."""
    row = _visible(request, number, "answer")
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, row, RefuseForm(), form)
    try:
        actions.withdraw(by=request.user, file=row, note=form.cleaned_data)
        messages.success(request, _("Withdrawn. Your note stands on the public site."))
    except actions.RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("synthesis:file", number)


@require_safe
@never_cache
@allowed("see", "synthesis.SyntheticFile")
def records(request: SignedInRequest, number: str) -> HttpResponse:
    """The synthetic records."""
    row = _visible(request, number)
    try:
        content = actions.records(by=request.user, file=row)
    except actions.RefusedError:
        raise Http404 from None
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.number}.csv"'
    return response


@require_safe
@never_cache
@allowed("see", "synthesis.SyntheticFile")
def statement(request: SignedInRequest, number: str) -> HttpResponse:
    """What goes with the records: their cost, columns and values; nothing that compares with the truth."""
    row = _visible(request, number)
    if not row.statement:
        raise Http404
    response = JsonResponse(row.statement)
    response["Content-Disposition"] = f'attachment; filename="{row.number}.json"'
    return response
