"""Files with reports, over the API: sent as text in JSON, looked at and kept as those of the form."""

from base64 import b64decode
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Status

from schakel.foundation.access.views import visible_or_404
from schakel.foundation.accounts.bearer import AccessTokenAuth
from schakel.foundation.accounts.choices import Scope
from schakel.foundation.files.refusals import (
    DOUBLE,
    SERVICE_NUMBER,
    TOO_MANY,
    TOTAL_TOO_LARGE,
    FileRefusedError,
)
from schakel.foundation.ui.findings import invalid, json_pointer
from schakel.foundation.ui.problems import FieldProblem, ProblemError
from schakel.register.intake.api.calls import (
    REPEATED,
    SENT,
    Key,
    TokenRequest,
    call_once,
    given_in,
    named,
)
from schakel.register.intake.api.schemas import AttachmentIn
from schakel.register.intake.attachments.keeping import add_to_report, look_at
from schakel.register.intake.models import Report

router = Router(tags=["reports"])
ATTACH = AccessTokenAuth(Scope.ATTACHMENTS_WRITE)
# Not wrong in themselves: what the report holds already leaves no room for them.
_NO_ROOM = frozenset({DOUBLE, TOO_MANY, TOTAL_TOO_LARGE})


@router.post(
    "/{number}/attachments",
    response=SENT,
    auth=ATTACH,
    url_name="report-attachments",
    operation_id="addAttachment",
    summary="Add a file to a report",
    openapi_extra=REPEATED,
)
def attachments(
    request: TokenRequest, response: HttpResponse, number: str, key: Key, attachment: AttachmentIn
) -> Status:
    """Scope: attachments:write. PDF, Word, Excel, OpenDocument, JPEG, PNG or text; told by its content."""
    to = visible_or_404(Report.objects.all(), request.auth, "attach", **named(number))
    given = given_in(attachment)
    try:
        # Before the work: a scanner is slow, and nobody should wait for it with the database in hand.
        file = look_at(
            by=request.auth, to=to, name=given["name"], content=_decoded(given["content"])
        )

        def work() -> Report:
            add_to_report(by=request.auth, report=to, file=file)
            return to

        return call_once(request, response, f"attachments:{to.number}", key, given, work)
    except FileRefusedError as refused:
        raise _problem(refused) from None


def _decoded(content: str) -> bytes:
    try:
        return b64decode(content, validate=True)
    except ValueError:
        raise invalid(
            [_wrong("content", "wrong_form", _("This is no base64. Look at the description."))]
        ) from None


def _problem(refused: FileRefusedError) -> ProblemError:
    if refused.code in _NO_ROOM:
        return ProblemError(409, f"file_{refused.code}", refused.sentence)
    field = "name" if refused.code == SERVICE_NUMBER else "content"
    return invalid([_wrong(field, refused.code, refused.sentence)])


def _wrong(field: str, code: str, detail: Any) -> FieldProblem:
    return FieldProblem("body", json_pointer(field), code, str(detail))
