"""Synthetic records: the page that tells of them, and the files."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from schakel.knowledge.figures.faults import WithdrawnError
from schakel.knowledge.figures.models import PublishedSynthetic
from schakel.knowledge.figures.synthetic import code_book as written
from schakel.knowledge.figures.synthetic import parquet_of, records_of, sets, shown
from schakel.knowledge.figures.views.answering import answered

_KINDS = {
    "csv": ("text/csv; charset=utf-8", records_of),
    "parquet": ("application/vnd.apache.parquet", parquet_of),
}


@answered
def synthetic(request: HttpRequest) -> HttpResponseBase:
    """Every set: what it is good for and what not, what it cost, how far it is off, and its files."""
    rows = list(sets())
    context = {
        "sets": [shown(row) for row in rows if row.note is None],
        "withdrawn": [row for row in rows if row.note is not None],
    }
    return render(request, "figures/synthetic.html", context)


def _found(number: str) -> PublishedSynthetic:
    row = PublishedSynthetic.objects.select_related("withdrawal").filter(number=number).first()
    if row is None:
        raise Http404
    if row.note is not None:
        raise WithdrawnError(row.note)
    return row


@answered
def file(request: HttpRequest, number: str, kind: str) -> HttpResponseBase:
    """The records as CSV or Parquet."""
    row = _found(number)
    if kind not in _KINDS:
        raise Http404
    content_type, made = _KINDS[kind]
    response = HttpResponse(made(row), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="synthetic-{row.number}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@answered
def code_book(request: HttpRequest, number: str) -> HttpResponseBase:
    """What the columns and codes mean, how the records were made, and how far they may be off."""
    row = _found(number)
    response = JsonResponse(written(row), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="synthetic-{row.number}.json"'
    return response
