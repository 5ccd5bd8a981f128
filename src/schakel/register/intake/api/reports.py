"""Reports over the API. For a token no other reports exist than those of its own organisation."""

from datetime import UTC, datetime
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from schakel.foundation.access.views import visible_or_404
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.accounts.tokens import TokenActor
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.ui.findings import invalid
from schakel.foundation.ui.problems import FieldProblem
from schakel.foundation.vault.fields import blind
from schakel.register.intake import choices
from schakel.register.intake.actions import answer, correct, receive, withdraw
from schakel.register.intake.api.calls import (
    READ,
    READS,
    REPEATED,
    SENDING,
    SENT,
    WRITE,
    Key,
    TokenRequest,
    call_once,
    given_in,
    named,
    receipt,
    summaries,
    summary,
)
from schakel.register.intake.api.reading import read_report
from schakel.register.intake.api.schemas import (
    AnswerIn,
    Receipt,
    ReportIn,
    ReportPage,
    ReportSearchIn,
    ReportSummary,
    WithdrawalIn,
)
from schakel.register.intake.models import Report, ReportIdentity, ReportQuerySet

router = Router(tags=["reports"])
PAGE_SIZE = 50
LARGEST_PAGE = 200


def _in_our_time(moment: datetime) -> datetime:
    """As a moment of our calendar; ValueError where another time zone leads out of it."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as problem:
        raise ValueError("no such moment") from problem


Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]


class Filters(Schema):
    """Which reports, and from where on."""

    model_config = ConfigDict(extra="forbid")

    status: Annotated[choices.Status | None, Field(description="What became of them last.")] = None
    receivedSince: Annotated[  # noqa: N815 - query keys are camelCase (/core/query-keys-camel-case)
        Moment | None, Field(description="Received at this moment or later.")
    ] = None
    cursor: Annotated[
        str | None, Field(max_length=20, description="`next_cursor` of the page before.")
    ] = None
    pageSize: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = PAGE_SIZE  # noqa: N815


@router.get(
    "",
    response=ReportPage,
    auth=READ,
    url_name="reports",
    operation_id="listReports",
    summary="The organisation's own reports, the newest first",
    openapi_extra=READS,
)
def reports(request: TokenRequest, filters: Query[Filters]) -> dict[str, Any]:
    """Scope: reports:read. Only what this organisation sent; corrected and withdrawn reports too."""
    rows = _narrowed(summaries(request.auth), filters)
    size = filters.pageSize
    found = list(rows[: size + 1])
    record(by=request.auth, event=Event.SEARCH, object_type="report", data=("reporter_reference",))
    more = len(found) > size
    return {
        "items": [summary(one) for one in found[:size]],
        "next_cursor": found[size - 1].number if more else None,
    }


@router.post(
    "",
    response=SENT,
    auth=WRITE,
    url_name="reports",
    operation_id="sendReport",
    summary="Send a report",
    openapi_extra=REPEATED,
)
def send(request: TokenRequest, response: HttpResponse, key: Key, report: ReportIn) -> Status:  # type: ignore[valid-type]
    """Scope: reports:write. One report about one person; the token says who sends it."""
    organisation = _organisation(request.auth)
    given = given_in(report)

    def work() -> Report:
        data = read_report(given, organisation)
        return receive(by=request.auth, data=data, channel="API", organisation=organisation)

    return call_once(request, response, SENDING, key, given, work)


@router.post(
    "/searches",
    response=list[ReportSummary],
    auth=READ,
    url_name="report-searches",
    operation_id="searchReports",
    summary="Find a report by your own reference",
    openapi_extra=READS,
)
def searches(request: TokenRequest, search: ReportSearchIn) -> list[dict[str, Any]]:
    """Scope: reports:read. Sent in the body, since a reference in an address would end up in logs."""
    scope, reference = request.auth.organisation_number, search.reporter_reference.strip()
    index = blind(ReportIdentity, "reference_index", scope, reference)
    # An empty index stands for "too little to find anybody by": it must find nothing, not all such rows.
    rows = summaries(request.auth).filter(identity__reference_index=index or None)
    found = [summary(one) for one in rows[:LARGEST_PAGE]]
    record(by=request.auth, event=Event.SEARCH, object_type="report", data=("reporter_reference",))
    return found


@router.get(
    "/{number}",
    response=Receipt,
    auth=READ,
    url_name="report",
    operation_id="readReport",
    summary="One report: its status, and what the centre asks",
    openapi_extra=READS,
)
def report(request: TokenRequest, number: str) -> dict[str, Any]:
    """Scope: reports:read. What was sent is not given back: a stolen token must open no file on a person."""
    found = visible_or_404(summaries(request.auth), request.auth, **named(number))
    record(
        by=request.auth,
        event=Event.VIEW,
        object_type="report",
        object_id=found.number,
        data=("reporter_reference", "status"),
    )
    return receipt(found)


@router.post(
    "/{number}/corrections",
    response=SENT,
    auth=WRITE,
    url_name="report-corrections",
    operation_id="correctReport",
    summary="Replace a report by a better one",
    openapi_extra=REPEATED,
)
def corrections(
    request: TokenRequest,
    response: HttpResponse,
    number: str,
    key: Key,
    report: ReportIn,  # type: ignore[valid-type]
) -> Status:
    """Scope: reports:write. The whole report as it should have been; it gets a number of its own."""
    old = visible_or_404(
        Report.objects.select_related("identity"), request.auth, "correct", **named(number)
    )
    given = given_in(report)

    def work() -> Report:
        data = read_report(given, _organisation(request.auth))
        return correct(by=request.auth, report=old, data=data, channel="API")

    return call_once(request, response, f"corrections:{old.number}", key, given, work)


@router.post(
    "/{number}/withdrawals",
    response=SENT,
    auth=WRITE,
    url_name="report-withdrawals",
    operation_id="withdrawReport",
    summary="Take a report back",
    openapi_extra=REPEATED,
)
def withdrawals(
    request: TokenRequest, response: HttpResponse, number: str, key: Key, withdrawal: WithdrawalIn
) -> Status:
    """Scope: reports:write. The report stays where it is, but no longer counts."""
    old = visible_or_404(Report.objects.all(), request.auth, "withdraw", **named(number))

    def work() -> Report:
        return withdraw(by=request.auth, report=old, reason=withdrawal.reason.strip()).report

    given = given_in(withdrawal)
    return call_once(request, response, f"withdrawals:{old.number}", key, given, work)


@router.post(
    "/{number}/answers",
    response=SENT,
    auth=WRITE,
    url_name="report-answers",
    operation_id="answerQuestion",
    summary="Answer the centre's question",
    openapi_extra=REPEATED,
)
def answers(
    request: TokenRequest, response: HttpResponse, number: str, key: Key, reply: AnswerIn
) -> Status:
    """Scope: reports:write. Possible while the status is QUESTION."""
    old = visible_or_404(Report.objects.all(), request.auth, "correct", **named(number))

    def work() -> Report:
        return answer(by=request.auth, report=old, text=reply.text.strip()).report

    return call_once(request, response, f"answers:{old.number}", key, given_in(reply), work)


def _organisation(actor: TokenActor) -> Organisation:
    return Organisation.objects.get(pk=actor.organisation_id)


def _narrowed(rows: ReportQuerySet, filters: Filters) -> ReportQuerySet:
    if filters.status is not None:
        rows = rows.filter(status=filters.status)
    if filters.receivedSince is not None:
        rows = rows.filter(received_at__gte=filters.receivedSince)
    return rows if filters.cursor is None else rows.filter(_after(rows, filters.cursor))


def _after(rows: ReportQuerySet, cursor: str) -> Q:
    """What comes after the report of this number. A number tells nothing; a row's key would tell how many."""
    last = rows.filter(**named(cursor)).values_list("received_at", "pk").first()
    if last is None:
        detail = _("This is no cursor of this list. Begin again without one.")
        raise invalid([FieldProblem("query", "cursor", "unknown_value", detail)])
    received_at, pk = last
    return Q(received_at__lt=received_at) | Q(received_at=received_at, pk__lt=pk)
