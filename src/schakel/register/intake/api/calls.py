"""What calls of the API have in common: who calls, that a call happens once, and the receipt it gets."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Header, Status

from schakel.foundation.accounts.bearer import AccessTokenAuth
from schakel.foundation.accounts.choices import Scope
from schakel.foundation.accounts.tokens import TokenActor
from schakel.foundation.terms.numbers import read_number
from schakel.register.intake import choices
from schakel.register.intake.api.reading import refusals
from schakel.register.intake.api.schemas import Receipt
from schakel.register.intake.idempotency import once
from schakel.register.intake.models import Report, ReportQuerySet
from schakel.register.intake.queries import own_reports

READ = AccessTokenAuth(Scope.REPORTS_READ)
WRITE = AccessTokenAuth(Scope.REPORTS_WRITE)
SENDING = "reports"
# Who follows a report must be able to read what these came with.
FROM_THE_CENTRE = frozenset({choices.Status.QUESTION, choices.Status.RETURNED})
SENT = {201: Receipt, 200: Receipt}
# What every answer to a call with a key says; and that two answers belong to one call.
REPEATED = {
    "responses": {
        "201": {"description": "Done. `Location` names the report."},
        "200": {"description": "Was done before: the same key, or the same content."},
        "409": {},
    }
}
READS = {"responses": {"200": {"description": "Your organisation's own reports."}}}


class TokenRequest(HttpRequest):
    """For signatures only: a request that `AccessTokenAuth` let through."""

    auth: TokenActor


Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[!-~]+$",
        description=(
            "A key of your own for this call, such as a UUID: who repeats a call with its key "
            "repeats nothing. Kept for 30 days, as a hash."
        ),
    ),
]


def given_in(body: Any) -> dict[str, Any]:
    return body.model_dump(mode="json", exclude_none=True)


def named(number: str) -> dict[str, str]:
    """What is no number names nothing."""
    return {"number": read_number(number) or ""}


def call_once(
    request: TokenRequest,
    response: HttpResponse,
    operation: str,
    key: str,
    given: dict[str, Any],
    work: Callable[[], Report],
) -> Status:
    """201 and a receipt; 200 where nothing was done, since it had been done before."""
    actor, started = request.auth, timezone.now()
    with refusals():
        done = once(
            organisation=actor.organisation_number,
            operation=operation,
            key=key,
            body=given,
            work=work,
        )
    found = summaries(actor).get(pk=done.report.pk)
    # The same content under another key is the report that was there.
    was_there = operation == SENDING and found.received_at < started
    response["Location"] = f"{request.path.partition('/reports')[0]}/reports/{found.number}"
    return Status(200 if done.again or was_there else 201, receipt(found))


def summaries(actor: TokenActor) -> ReportQuerySet:
    rows = own_reports(actor).select_related("identity", "corrects")
    return rows.prefetch_related("corrections")


def summary(one: Report) -> dict[str, Any]:
    successor = next(iter(one.corrections.all()), None)
    return {
        "number": one.number,
        "reporter_reference": one.identity.reporter_reference,
        "status": one.status,
        "received_at": one.received_at,
        "corrects": one.corrects.number if one.corrects else None,
        "corrected_by": successor.number if successor else None,
    }


def receipt(one: Report) -> dict[str, Any]:
    changes = list(one.statuses.all())
    asked = changes and changes[-1].status == choices.Status.QUESTION
    return {
        **summary(one),
        "question": changes[-1].note if asked else None,
        "history": [
            _change(choices.Status.RECEIVED, one.received_at),
            *(_change(row.status, row.at, row.reason, row.note) for row in changes),
        ],
    }


def _change(status: str, at: datetime, reason: str = "", note: str = "") -> dict[str, Any]:
    """What the centre wrote goes back; what the sender wrote, the sender has."""
    return {
        "status": status,
        "at": at,
        "reason": reason or None,
        "message": note if note and status in FROM_THE_CENTRE else None,
    }
