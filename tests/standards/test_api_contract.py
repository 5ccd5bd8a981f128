"""The API does what it says: made-up calls, right and wrong, never break it or get an undescribed answer.

The calls are the same in each run, and few enough for seconds. That a call that fits the description
succeeds is not asked: law decides more than a description can say (a name needs a legal basis).
"""

import functools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import ignored_auth, positive_data_acceptance
from schemathesis.config import SchemathesisConfig
from schemathesis.schemas import BaseSchema

from schakel.config.wsgi import application
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Scope
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.accounts.token_changes import create_token
from schakel.knowledge.figures.tests.tables import SLUG, published
from schakel.register.intake.actions import ask, receive
from schakel.register.intake.data import PurposeData, ReportData
from schakel.register.intake.models import Report
from tests.database import examples
from tests.standards.description import ADDRESS

pytestmark = pytest.mark.django_db

EXAMPLES = examples(12)
SYSTEM = SystemActor("test")
# A law is no schema, and the door is tried in a test of its own.
LEFT_OUT = [positive_data_acceptance, ignored_auth]
few = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def from_here(environ: dict[str, Any], start: Any) -> Any:
    """The server itself, called from this machine: the made-up calls come from nowhere."""
    return application({"REMOTE_ADDR": "127.0.0.1", **environ}, start)


@functools.cache
def _read() -> BaseSchema:
    """Once: taking it apart takes longer than all the calls to one address."""
    config = SchemathesisConfig.from_dict({"seed": 1})
    return schemathesis.openapi.from_wsgi(ADDRESS, from_here, config=config)


@pytest.fixture
def description(db: None) -> Iterator[BaseSchema]:
    """The description as it is served, with today's codes in it."""
    cache.clear()
    # As Django's own test client does: a connection that grew old would be closed in mid-transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield _read()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    cache.clear()


@pytest.fixture
def sender(db: None) -> Organisation:
    return Organisation.objects.create(name="Police", reporter_type="POLICE")


@pytest.fixture
def secret(sender: Organisation) -> str:
    _token, secret = create_token(
        by=SYSTEM,
        organisation=sender,
        name="System",
        scopes=Scope.values,
        expires_at=timezone.now() + timedelta(days=1),
    )
    return secret


@pytest.fixture
def places(sender: Organisation) -> dict[str, str]:
    """One of each thing that an address can name: a released table, a list, a report with a question."""
    published()
    data = ReportData(
        reporter_type="POLICE",
        reporter_reference="x",
        purposes=(PurposeData("REGISTRATION", "BPG_4_2"),),
    )
    report = receive(by=SYSTEM, data=data, channel="API", organisation=sender)
    ask(by=SYSTEM, report=report, question="In which year?")
    return {"slug": SLUG, "name": "gender", "number": report.number}


def for_calls(description: BaseSchema, mode: GenerationMode, work: Callable[[Case], None]) -> int:
    """`work` with a few calls of every operation, all of them right or all of them wrong; their number.

    By hand, since the library's own fixtures know no pytest of version 9.
    """
    made = 0
    for operation in _operations(description):

        @few
        @given(case=operation.as_strategy(generation_mode=mode))
        def each(case: Case) -> None:
            nonlocal made
            made += 1
            work(case)

        try:
            each()
        except Unsatisfiable:  # an operation that takes nothing has no wrong calls
            assert mode == GenerationMode.NEGATIVE
    return made


def _operations(description: BaseSchema) -> Iterator[APIOperation]:
    for found in description.get_all_operations():
        yield found.ok()


MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]


@pytest.mark.parametrize("mode", MODES, ids=str)
def test_with_a_token(
    description: BaseSchema, secret: str, places: dict[str, str], mode: GenerationMode
) -> None:
    """At made-up places, and at the same calls' places that exist."""
    seen: set[int] = set()

    def work(case: Case) -> None:
        case.headers["Authorization"] = f"Bearer {secret}"  # instead of a made-up one
        answer = case.call()
        case.validate_response(answer, excluded_checks=LEFT_OUT)
        seen.add(answer.status_code)
        if set(case.path_parameters) & set(places):
            case.path_parameters = {name: places[name] for name in case.path_parameters}
            again = case.call()
            case.validate_response(again, checks=_described())
            seen.add(again.status_code)

    assert for_calls(description, mode, work) > EXAMPLES
    # The calls came through the door; right ones also further than the schema of their bodies.
    assert {200, 400, 404} <= seen
    if mode == GenerationMode.POSITIVE:  # else some were wrong about the token itself
        assert {201, 409} <= seen
        assert not seen & {401, 403, 429}


@pytest.mark.parametrize("mode", MODES, ids=str)
def test_without_a_token(
    description: BaseSchema, places: dict[str, str], mode: GenerationMode
) -> None:
    def work(case: Case) -> None:
        answer = case.call()
        case.validate_response(answer, checks=_described())
        if case.operation.definition.raw.get("security"):
            assert answer.status_code in (401, 429)

    assert for_calls(description, mode, work) > EXAMPLES
    assert Report.objects.count() == 1


def _described() -> list[Any]:
    names = (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    )
    return schemathesis.checks.CHECKS.get_by_names(names)
