"""The log, for auditors."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schakel.foundation.access.requests import actor_of
from schakel.foundation.access.views import allowed
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.forms import LogFilter
from schakel.foundation.audit.models import Entry
from schakel.foundation.audit.queries import last_verification
from schakel.foundation.ui.exports import csv_response

PER_PAGE = 50
COLUMNS = (
    "sequence",
    "time",
    "event",
    "actor",
    "actor_roles",
    "on_behalf_of",
    "organisation",
    "subject",
    "object_type",
    "object_id",
    "data",
    "ground",
    "access_point",
    "emergency",
    "result",
    "previous_hash",
    "hash",
)


@require_safe
@allowed("see", "audit.Entry")
def log(request: HttpRequest) -> HttpResponse:
    """Lines of the log, newest first, fifty at a time."""
    form = LogFilter(request.GET)
    _note(request, Event.VIEW, form)
    rows = form.narrow(Entry.objects.visible_to(actor_of(request)))
    address = reverse("audit:export")
    return render(
        request,
        "audit/log.html",
        {
            "form": form,
            "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
            "verified": last_verification(),
            "export_url": f"{address}?{request.GET.urlencode()}" if request.GET else address,
        },
    )


@require_safe
@allowed("see", "audit.Entry")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The lines that the filter lets through, oldest first, as CSV; sent while it is read."""
    form = LogFilter(request.GET)
    _note(request, Event.EXPORT, form)
    rows = form.narrow(Entry.objects.visible_to(actor_of(request))).order_by("sequence")
    return csv_response("log.csv", COLUMNS, _cells(rows.values_list(*COLUMNS).iterator(2000)))


def _cells(rows: Iterator[tuple]) -> Iterator[list[object]]:
    for sequence, time, *rest in rows:
        yield [sequence, time.isoformat(), *rest]


def _note(request: HttpRequest, event: Event, form: LogFilter) -> None:
    """Who looks at the log, with which filters; about whom, where a person that exists was asked for."""
    subject = form.cleaned_data["subject"].strip() if "subject" in form.used() else ""
    known = bool(subject) and Entry.objects.filter(subject=subject).exists()
    record(
        by=actor_of(request),
        event=event,
        object_type="audit",
        subject=subject if known else "",
        data=form.used(),
    )
