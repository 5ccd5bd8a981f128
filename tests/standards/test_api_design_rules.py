"""The technical rules of the NL API Design Rules (2.1, with what 2.2 adds), one test per rule.

Each test bears the rule's name. What we do otherwise stands in `DEVIATIONS`, with the reason.
"""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from schakel.config import api, public_api
from schakel.foundation.ui.problems import Problem
from tests.standards.description import (
    ADDRESS,
    METHODS,
    formats,
    operations,
    properties,
    read,
    references,
)

pytestmark = pytest.mark.django_db

KEBAB = re.compile(r"/([a-z0-9-]+|{[a-z_]+})(/([a-z0-9-]+|{[a-z_]+}))*")
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
CAMEL = re.compile(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*")
# Fields that are dates by name, but of which only a part may be known: "2026-05" is no RFC 3339 date.
DEVIATIONS = {"consent_date", "date_of_birth"}


@pytest.fixture
def schema() -> dict[str, Any]:
    return read()


def resolve(schema: dict[str, Any], reference: str) -> Any:
    node: Any = schema
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node


def test_doc_openapi(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.1")
    assert schema["paths"]
    for reference in references(schema):
        assert resolve(schema, reference), reference
    for one in operations(schema):
        assert one.said["summary"], one
        assert one.said["description"], one
    names = [one.said["operationId"] for one in operations(schema)]
    assert len(names) == len(set(names))


def test_doc_openapi_contact(schema: dict[str, Any]) -> None:
    assert {"name", "url", "email"} <= {
        name for name, value in schema["info"]["contact"].items() if value
    }


def test_publish_openapi() -> None:
    answer = Client().get(ADDRESS)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/json")
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_uri_version(schema: dict[str, Any]) -> None:
    assert [one["url"] for one in schema["servers"]] == ["/api/v1"]
    assert schema["info"]["version"].startswith("1.")


def test_semver(schema: dict[str, Any]) -> None:
    assert SEMVER.fullmatch(schema["info"]["version"])


def test_version_header(schema: dict[str, Any]) -> None:
    """On every answer, refusals and addresses that do not exist included; and it is described."""
    client, version = Client(), schema["info"]["version"]
    for path in ("/openapi.json", "/figures", "/reports", "/nothing", "/figures/nothing", ""):
        assert client.get(f"/api/v1{path}")["API-Version"] == version, path
    assert client.delete("/api/v1/figures")["API-Version"] == version
    for one in operations(schema):
        for status, answer in one.said["responses"].items():
            assert "API-Version" in answer["headers"], (str(one), status)


def test_no_trailing_slash(schema: dict[str, Any]) -> None:
    assert not [one.path for one in operations(schema) if one.path.endswith("/")]
    answer = Client().get("/api/v1/figures/")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_path_segments_kebab_case(schema: dict[str, Any]) -> None:
    assert [one.path for one in operations(schema) if not KEBAB.fullmatch(one.path)] == []


def test_query_keys_camel_case(schema: dict[str, Any]) -> None:
    keys = {
        key["name"]
        for one in operations(schema)
        for key in one.said.get("parameters", [])
        if key["in"] == "query"
    }
    assert {"receivedSince", "pageSize"} <= keys
    assert [key for key in keys if not CAMEL.fullmatch(key)] == []


def test_http_methods(schema: dict[str, Any]) -> None:
    assert {one.method for one in operations(schema)} <= METHODS


def test_naming_collections(schema: dict[str, Any]) -> None:
    """Nouns in the plural: /reports, /reports/{number}/corrections."""
    words = {
        word
        for one in operations(schema)
        for word in one.path.split("/")
        if word and "{" not in word
    }
    assert words
    assert [word for word in words if not word.endswith("s")] == []


def test_error_handling_problem_details(schema: dict[str, Any]) -> None:
    for one in operations(schema):
        for status, answer in one.said["responses"].items():
            if status >= "400":
                kinds = list(answer["content"])
                assert kinds == ["application/problem+json"], (str(one), status)
                reference = answer["content"][kinds[0]]["schema"]["$ref"]
                assert {"status", "title", "detail"} <= set(
                    resolve(schema, reference)["properties"]
                )


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/nothing", 404),
        ("get", "/", 404),
        ("get", "/figures/nothing", 404),
        ("get", "/figures/nothing?version=x", 400),
        ("delete", "/figures", 405),
        ("options", "/figures", 405),
        ("get", "/reports", 401),
        ("post", "/reports", 401),
        ("patch", "/reports/M-0000-0000", 405),
        ("get", "/reports/%00", 401),
    ],
)
def test_every_refusal_is_a_problem(method: str, path: str, status: int) -> None:
    answer = getattr(Client(), method)(f"/api/v1{path}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    Problem.model_validate(problem)
    assert problem["status"] == status
    if status == 405:
        assert answer["Allow"]


def test_error_handling_invalid_input(schema: dict[str, Any]) -> None:
    for one in operations(schema):
        takes = one.said.get("parameters") or one.said.get("requestBody")
        assert ("400" in one.said["responses"]) == bool(takes), one
        assert "422" not in one.said["responses"], one


def test_date_time(schema: dict[str, Any]) -> None:
    """Moments have a time zone; days are days."""
    assert not {"date-time-local", "time"} & set(formats(schema))
    days = {
        field: said
        for _name, field, said in properties(schema)
        if re.search(r"(^|_)date(_|$)", field) and field not in DEVIATIONS
    }
    assert days
    for field, said in days.items():
        assert "date" in set(formats(said)), field
    assert {field for _name, field, _said in properties(schema)} >= DEVIATIONS


def test_transport_tls() -> None:
    """Plain http is for one machine; a server sends whoever comes by http to https, for a year."""
    text = (settings.BASE_DIR / "src/schakel/config/settings/production.py").read_text()
    assert "SECURE_SSL_REDIRECT = True" in text
    assert "SECURE_HSTS_SECONDS = 31536000" in text


def test_transport_security_headers() -> None:
    answer = Client().get("/api/v1/figures")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_transport_cors() -> None:
    """What everybody may read, every site may read; reports come from servers, not from browsers."""
    for path in ("/openapi.json", "/figures", "/figures/nothing"):
        assert Client().get(f"/api/v1{path}")["Access-Control-Allow-Origin"] == "*", path
    for path in ("/reports", "/reports/M-0000-0000", "/code-lists", "/code-lists/gender"):
        answer = Client().get(f"/api/v1{path}", headers={"Origin": "https://example.org"})
        assert "Access-Control-Allow-Origin" not in answer, path
        assert answer["Cache-Control"] == "no-store", path


def test_transport_no_sensitive_uris(schema: dict[str, Any]) -> None:
    """Addresses name numbers and lists; a reference, which may name a person, goes in the body."""
    named = {
        one["name"]
        for operation in operations(schema)
        for one in operation.said.get("parameters", [])
        if one["in"] in ("path", "query")
    }
    assert named == {
        *("slug", "version", "name", "number"),
        *("status", "receivedSince", "cursor", "pageSize", "year"),
    }


def test_each_operation_asks_for_a_token_or_is_public(schema: dict[str, Any]) -> None:
    """What a route asks and what the list of settings says is the same."""
    names = {
        name: bool(operation.auth_callbacks)
        for bound in api.api._get_bound_routers()
        for view in bound.path_operations.values()
        for operation in view.operations
        for name in [f"api:{operation.url_name}"]
    }
    assert {name for name, asks in names.items() if asks} == settings.TOKEN_VIEWS
    assert {name for name, asks in names.items() if not asks} <= settings.PUBLIC_VIEWS
    schemes = schema["components"]["securitySchemes"]
    assert {(one["type"], one["scheme"]) for one in schemes.values()} == {("http", "bearer")}
    for one in operations(schema):
        assert bool(one.said.get("security")) != one.path.startswith("/figures"), one


def test_the_public_site_has_no_reports() -> None:
    """A machine without the register serves the same figures and nothing else."""
    reports = get_resolver("schakel.config.public_urls").resolve("/api/v1/reports")
    assert reports.url_name == "nothing-here"
    paths = public_api.api.get_openapi_schema(path_prefix="")["paths"]
    assert paths
    assert all(path.startswith("/figures") for path in paths)


def test_codes_stand_in_the_description(schema: dict[str, Any]) -> None:
    gender = schema["components"]["schemas"]["ReportIn"]["properties"]["gender"]
    (kind, _null) = gender["anyOf"]
    assert {"FEMALE", "MALE", "X"} <= set(kind["enum"])
