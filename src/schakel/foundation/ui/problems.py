"""What a programme is told when something is wrong: problem details after RFC 9457, in words and codes.

Says what to do, in the reader's language, and never repeats what was sent.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

MEDIA_TYPE = "application/problem+json"
TITLES: dict[int, Promise] = {
    400: _("The request is not right"),
    401: _("No access"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("This method does not exist here"),
    409: _("This does not go together with what is there"),
    410: _("This was taken away"),
    413: _("Too large"),
    415: _("Send JSON"),
    429: _("Too many requests"),
    500: _("Something went wrong with us"),
    503: _("Not available now"),
}
DETAILS: dict[int, Promise] = {
    400: _("Look at the description of the API."),
    403: _("This is not allowed with this token."),
    404: _("There is nothing at this address."),
    405: _("Look at the description of the API for the methods of this address."),
    413: _("Send less at a time."),
    415: _("Send the body as JSON, with the header Content-Type: application/json."),
    429: _("Wait a while and try again."),
    500: _("We were told. Nothing half-done was kept; try again later."),
    503: _("Try again later."),
}


@dataclass(frozen=True)
class FieldProblem:
    """One thing that is wrong: where, a stable code, what to do, and the nearest right value or "".

    `pointer`: a JSON pointer into the body (``#/forms/0``), or the name of a parameter or header.
    """

    location: str  # body, query, path or header
    pointer: str
    code: str
    detail: str
    hint: str = ""


class ProblemError(Exception):
    """Stops the work at hand and becomes the answer."""

    def __init__(
        self,
        status: int,
        code: str = "",
        detail: str = "",
        *,
        errors: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code or str(status))
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})


def problem_response(problem: ProblemError) -> HttpResponse:
    """The answer, never kept by a cache."""
    status = problem.status
    body: dict[str, Any] = {
        "type": f"urn:schakel:problem:{problem.code or status}",
        "title": str(TITLES.get(status, TITLES[400 if status < 500 else 500])),
        "status": status,
        "detail": problem.detail or str(DETAILS.get(status, DETAILS[400 if status < 500 else 500])),
    }
    if problem.errors:
        body["errors"] = [asdict(one) for one in problem.errors]
    answer = HttpResponse(
        json.dumps(body, ensure_ascii=False), content_type=MEDIA_TYPE, status=status
    )
    answer["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        answer[name] = value
    return answer


class FieldProblemSchema(Schema):
    """One thing that is wrong with a request."""

    location: str = Field(description="Where: body, query, path or header.", examples=["body"])
    pointer: str = Field(
        description="JSON pointer into the body, or the name of the parameter or header.",
        examples=["#/forms/0"],
    )
    code: str = Field(description="Stable; programmes act on this.", examples=["unknown_value"])
    detail: str = Field(description="What to do, in the language of Accept-Language.")
    hint: str = Field(description="The nearest right value, where there is one.")


class Problem(Schema):
    """Problem details (RFC 9457)."""

    type: str = Field(
        description="Stable; programmes act on this.", examples=["urn:schakel:problem:invalid"]
    )
    title: str
    status: int
    detail: str = Field(description="What to do, in the language of Accept-Language.")
    errors: list[FieldProblemSchema] = Field(
        default=[], description="All that is wrong with the fields, together."
    )
