"""The records behind a number: for those who work with the records, and for nobody else."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schakel.foundation.access.rules import may
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.insight.analysis.actions import show_records
from schakel.insight.analysis.choices import TOTAL
from schakel.insight.analysis.faults import Damaged, UnknownNames
from schakel.insight.analysis.forms import QuestionForm
from schakel.insight.analysis.views.explore import answers, asked

PER_PAGE = 50
_OWN = ("row", "column", "page")


@require_safe
def records(request: SignedInRequest) -> HttpResponse:
    """Numbers of the reports or persons in one cell, each a link; what is shown is logged. 404 for others."""
    if not may(request.user, "see", "analysis.Record"):
        raise Http404
    given = request.GET.copy()
    row, column, page = (given.pop(name, [""])[-1] for name in _OWN)
    try:
        found = asked(given)
        if isinstance(found, QuestionForm):
            raise Http404
        question = found.form.question
        row_code, column_code = (None if code in ("", TOTAL) else code for code in (row, column))
        number = found.snapshot.number
        kind, rows = answers().records(question, number, row_code, column_code, request.user)
    except (UnknownNames, Damaged):
        raise Http404 from None
    shown = Paginator(rows, PER_PAGE).get_page(page)
    show_records(
        by=request.user,
        kind=kind,
        numbers=list(shown),
        snapshot=found.snapshot,
    )
    sides = (row_code, column_code)[: len(question.axes)]
    words = [one.name(code) for one, code in zip(question.axes, sides, strict=True) if code]
    return render(
        request,
        "analysis/records.html",
        {
            "page": shown,
            "total": len(rows),
            "kind": kind,
            "url_name": {"report": "persons:report", "person": "persons:person"}[kind],
            "unit": question.counts,
            "words": words,
            "snapshot": found.snapshot,
        },
    )
