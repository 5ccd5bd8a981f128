"""The OpenAPI description as it is served: ninja's, with what every answer of the API has in common."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from schakel.foundation.terms.queries import codes
from schakel.foundation.ui.problems import MEDIA_TYPE, Problem

BASE = "/api/v1"
_PROBLEM_REF = {"$ref": "#/components/schemas/Problem"}
_WORDS = {
    "400": "The request is not right; `errors` says what to do",
    "401": "No valid access token",
    "403": "The token does not allow this",
    "404": "Nothing at this address, or not yours",
    "405": "The method does not exist here",
    "409": "Does not go together with what is there",
    "413": "The body is too large",
    "415": "The body is not JSON",
    "429": "Too many calls without a valid token; see Retry-After",
}
_VERSION = {
    "description": "The full version of the API.",
    "schema": {"type": "string"},
    "example": "1.0.0",
}


def describe(schema: dict[str, Any], *, contact: str) -> dict[str, Any]:
    """Complete `schema` in place and return it. `contact`: the address of the site."""
    schema["servers"] = [{"url": BASE}]
    schema["info"]["contact"] = {
        "name": "Schakel",
        "url": contact,
        "email": settings.DEFAULT_FROM_EMAIL,
    }
    schema["info"]["license"] = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
    for operation in _operations(schema):
        _complete(operation)
    _name_codes(schema["components"]["schemas"])
    # The models of ninja name the problem only where an operation returns one, and none does.
    schema["components"]["schemas"] |= _problem_schemas()
    return schema


def _problem_schemas() -> dict[str, Any]:
    whole = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = whole.pop("$defs")
    return {"Problem": whole, **parts}


def _name_codes(node: Any) -> None:
    """Where a schema names its list (`x-code-list`), the codes that are taken today stand beside it."""
    if isinstance(node, dict):
        if "x-code-list" in node:
            node["enum"] = codes(node["x-code-list"])
        for part in node.values():
            _name_codes(part)
    elif isinstance(node, list):
        for part in node:
            _name_codes(part)


def _operations(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in schema["paths"].values():
        yield from path.values()


def _complete(operation: dict[str, Any]) -> None:
    answers: dict[str, Any] = operation["responses"]
    for status in _refusals(operation):
        answers.setdefault(status, {})
    for status, answer in answers.items():
        answer.setdefault("headers", {})["API-Version"] = _VERSION
        if status >= "400":
            answer["description"] = _WORDS[status]
            answer["content"] = {MEDIA_TYPE: {"schema": _PROBLEM_REF}}
    operation["responses"] = dict(sorted(answers.items()))


def _refusals(operation: dict[str, Any]) -> set[str]:
    """What this operation can answer besides success, from what it takes and asks."""
    places = {one["in"] for one in operation.get("parameters", [])}
    found: set[str] = set()
    if places or "requestBody" in operation:
        found.add("400")
    if "path" in places:
        found.add("404")
    if "requestBody" in operation:
        found |= {"413", "415"}
    if operation.get("security"):
        found |= {"401", "403", "429"}
    return found
