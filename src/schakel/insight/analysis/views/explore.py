"""The explorer: any cross-table of a snapshot, with its chart, as page and as file."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from schakel.foundation.access.rules import may
from schakel.foundation.access.views import allowed, visible_or_404
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.ui.exports import csv_response
from schakel.insight.analysis import charts, exports
from schakel.insight.analysis.actions import remove_table, save_table
from schakel.insight.analysis.crosstabs import CrossTable
from schakel.insight.analysis.faults import Damaged, UnknownNames
from schakel.insight.analysis.forms import QuestionForm, SaveForm
from schakel.insight.analysis.models import SavedTable, Snapshot
from schakel.insight.analysis.queries import newest, snapshot

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES = (("csv", "CSV"), ("xlsx", "Excel (XLSX)"), ("parquet", "Parquet"))


def answers() -> Any:
    """The module that asks the files: it brings in Arrow and Ibis, so not before somebody asks."""
    return import_module("schakel.insight.analysis.answers")


@dataclass(frozen=True)
class Asked:
    """A question of a page, and the snapshots to ask."""

    form: QuestionForm
    snapshot: Snapshot
    then: Snapshot | None

    def answer(self) -> CrossTable:
        then = self.then.number if self.then else ""
        table: CrossTable = answers().answer(self.form.question, self.snapshot.number, then)
        return table


def asked(given: QueryDict) -> Asked | QuestionForm:
    """What an address asks; the form alone where it cannot be answered. UnknownNames for other names."""
    form = QuestionForm(given)
    if not form.is_valid():
        return form
    now = snapshot(form.cleaned_data["snapshot"])
    then = form.cleaned_data["then"]
    return Asked(form, now, snapshot(then) if then else None) if now else form


@require_safe
@allowed("see", "analysis.Table")
def explore(request: SignedInRequest) -> HttpResponse:
    """A table by choice. What the address may hold is fixed; anything else gets a page that says so."""
    try:
        found = asked(request.GET)
    except UnknownNames as problem:
        known = sorted(QuestionForm(QueryDict()).fields)
        said = {"names": problem.names, "known": known}
        return render(request, "analysis/unknown_names.html", said, status=400)
    if isinstance(found, QuestionForm):
        wrong = 400 if request.GET and newest() else 200
        shown = {"form": found, "newest": newest()}
        return render(request, "analysis/explore.html", shown, status=wrong)
    try:
        table = found.answer()
    except Damaged as problem:
        stop = {"form": found.form, "newest": found.snapshot, "damaged": str(problem)}
        return render(request, "analysis/explore.html", stop, status=409)
    question = table.question
    record(
        by=request.user,
        event=Event.VIEW,
        object_type="table",
        object_id="explorer",
        data=(question.unit, question.rows, question.columns, found.snapshot.number),
    )
    return render(
        request,
        "analysis/explore.html",
        {
            "form": found.form,
            "newest": found.snapshot,
            "table": table,
            "chart": charts.draw(table),
            "about": exports.about(table, found.snapshot, found.then),
            "rule": exports.several_rule(),
            "caption": exports.caption(table),
            "files": _FILES,
            "query": _query(found),
            "save_form": SaveForm(),
            "may_see_records": question.counts.named
            and may(request.user, "see", "analysis.Record"),
        },
    )


def _query(found: Asked) -> str:
    """The address of this very table, the snapshot named."""
    then = f"&then={found.then.number}" if found.then else ""
    return f"{found.form.question.address}&snapshot={found.snapshot.number}{then}"


@require_safe
@allowed("see", "analysis.Table")
def file(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """The table as CSV, XLSX or Parquet, with what it is."""
    try:
        found = asked(request.GET)
        if isinstance(found, QuestionForm):
            raise Http404
        table = found.answer()
    except (UnknownNames, Damaged):
        raise Http404 from None
    said = exports.about(table, found.snapshot, found.then)
    record(
        by=request.user,
        event=Event.EXPORT,
        object_type="table",
        object_id="explorer",
        data=(kind, table.question.unit, table.question.rows, found.snapshot.number),
    )
    name = f"{table.question.unit}-{table.question.rows}-{found.snapshot.number}.{kind}"
    if kind == "csv":
        lines = exports.sheet(table, said)
        return csv_response(name, next(lines), lines)
    if kind == "xlsx":
        return _download(exports.as_xlsx(table, said), _XLSX, name)
    content = answers().as_parquet(table, said)
    return _download(content, "application/vnd.apache.parquet", name)


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
@allowed("create", "analysis.SavedTable")
def save(request: SignedInRequest) -> HttpResponse:
    """Keep the question on the screen under a name."""
    query = QueryDict(request.POST.get("query", ""))
    form = SaveForm(request.POST)
    try:
        found = asked(query)
    except UnknownNames:
        raise Http404 from None
    if isinstance(found, QuestionForm):
        raise Http404
    back = f"{reverse('analysis:explore')}?{_query(found)}"
    if not form.is_valid():
        messages.error(
            request, " ".join(str(text) for texts in form.errors.values() for text in texts)
        )
        return redirect(back)
    save_table(
        by=request.user,
        question=found.form.question,
        snapshot=found.snapshot,
        **form.cleaned_data,
    )
    messages.success(request, _("The table has been saved. It stands on the page Analysis."))
    return redirect(back)


@require_POST
@allowed("create", "analysis.SavedTable")
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw one of one's own saved tables away."""
    table = visible_or_404(SavedTable.objects.all(), request.user, "change", pk=pk)
    remove_table(by=request.user, table=table)
    messages.success(request, _("The table has been thrown away."))
    return redirect("analysis:index")
