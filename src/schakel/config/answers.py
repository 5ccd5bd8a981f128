"""How the API answers, whichever app the answer comes from: versions, problems, languages."""

import json
import logging
from collections.abc import Callable
from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from schakel.config.description import describe
from schakel.foundation.access.middleware import is_public
from schakel.foundation.ui.findings import found_by_schema, not_json
from schakel.foundation.ui.problems import MEDIA_TYPE, ProblemError, problem_response

VERSION = "1.1.0"
PREFIX = "/api/"
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"]


class NotJsonError(ValueError):
    """The body says, or shows, that it is something else."""


class StrictParser(Parser):
    """JSON as RFC 8259 has it: no NaN, no name twice. ninja makes a 400 of whatever is raised here."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise NotJsonError
        return json.loads(request.body, parse_constant=_refuse, object_pairs_hook=_once)


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("not a JSON number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands there twice")
    return found


class SchakelAPI(NinjaAPI):
    """One major version of the API; without pages of documentation, whose scripts come from elsewhere."""

    def __init__(self, *, title: str, description: str) -> None:
        super().__init__(
            title=title,
            version=VERSION,
            description=description,
            docs_url=None,
            openapi_url=None,
            urls_namespace="api",
            parser=StrictParser(),
        )
        for kind, answer in _ANSWERS.items():
            self.add_exception_handler(kind, answer)

    def finish(self) -> None:
        """Close the list of addresses: the description, and a clear answer at every other one."""
        last = Router()

        @last.get("/openapi.json", include_in_schema=False, url_name="openapi-json")
        def described(request: HttpRequest) -> dict[str, Any]:
            # Through JSON: ninja counts statuses in numbers, and a description in texts.
            schema = json.loads(json.dumps(self.get_openapi_schema(path_prefix="")))
            return describe(schema, contact=request.build_absolute_uri("/"))

        @last.api_operation(
            _METHODS, "/{path:rest}", include_in_schema=False, url_name="nothing-here"
        )
        def nothing_here(request: HttpRequest, rest: str) -> NoReturn:
            raise ProblemError(404)

        self.add_router("", last)


def _problem(_request: HttpRequest, problem: ProblemError) -> HttpResponse:
    return problem_response(problem)


def _http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, NotJsonError):
        return problem_response(ProblemError(415))
    problem = not_json() if error.status_code == 400 else ProblemError(error.status_code)
    return problem_response(problem)


def _invalid(_request: HttpRequest, found: ValidationError) -> HttpResponse:
    return problem_response(found_by_schema(found.errors))


def _passed_on(_request: HttpRequest, error: Exception) -> NoReturn:
    """To Django, which logs it; `ApiMiddleware` then makes the answer."""
    raise error


_ANSWERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    ProblemError: _problem,
    HttpError: _http_error,
    ValidationError: _invalid,
    Http404: lambda _request, _error: problem_response(ProblemError(404)),
    PermissionDenied: lambda _request, _error: problem_response(ProblemError(403)),
    RequestDataTooBig: lambda _request, _error: problem_response(ProblemError(413)),
    Exception: _passed_on,
}


class ApiMiddleware:
    """Every answer below /api/ names the version; every refusal there is a problem, also Django's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        answer = self.get_response(request)
        if answer.status_code >= 400 and not answer["Content-Type"].startswith(MEDIA_TYPE):
            answer = _as_problem(answer)
        answer["API-Version"] = VERSION
        if is_public(request):
            answer["Access-Control-Allow-Origin"] = "*"
        else:
            answer["Cache-Control"] = "no-store"
        return answer

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """The reader's language: Django looks at the address only, and this one names none."""
        if request.path_info.startswith(PREFIX):
            translation.activate(translation.get_language_from_request(request))


def _as_problem(answer: HttpResponse) -> HttpResponse:
    status = answer.status_code
    if status >= 500:
        logging.getLogger("schakel.api").error("the API answered %s", status)
    problem = problem_response(ProblemError(status))
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in answer:
            problem[name] = answer[name]
    return problem
