"""What the API refuses, how it says so, and what no answer ever tells."""

import json

import pytest

from schakel.foundation.accounts.choices import Scope
from schakel.foundation.accounts.models import Organisation
from schakel.register.intake.actions import receive
from schakel.register.intake.data import ReportData
from schakel.register.intake.models import Report
from schakel.register.intake.tests.programme import REPORT, Programme, programme_of

pytestmark = pytest.mark.django_db


def codes(answer) -> set[tuple[str, str]]:
    return {(one["pointer"], one["code"]) for one in answer.json()["errors"]}


def test_without_a_key_nothing_is_sent(programme: Programme) -> None:
    answer = programme.client.post(
        "/api/v1/reports",
        REPORT,
        content_type="application/json",
        headers={"Authorization": f"Bearer {programme.secret}"},
    )
    assert answer.status_code == 400
    assert codes(answer) == {("Idempotency-Key", "required")}
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"gender": "WOMAN"}, ("#/gender", "unknown_value")),
        ({"forms": ["SEXUAL", "FUN"]}, ("#/forms", "unknown_value")),
        ({"forms": ["SEXUAL", 7]}, ("#/forms/1", "wrong_type")),
        ({"forms": "SEXUAL"}, ("#/forms", "wrong_type")),
        ({"forms": ["SEXUAL;LABOUR"]}, ("#/forms/0", "wrong_form")),
        ({"reported_on": "2026-02-31"}, ("#/reported_on", "not_a_date")),
        ({"reported_on": "3-5-2026"}, ("#/reported_on", "wrong_form")),
        ({"reported_on": "2099"}, ("#/reported_on", "in_future")),
        ({"age": 500}, ("#/age", "out_of_range")),
        ({"age": "19"}, ("#/age", "wrong_type")),
        ({"sub3_only": "ja"}, ("#/sub3_only", "wrong_type")),
        ({"place_municipality": "GM9999"}, ("#/place_municipality", "unknown_place")),
        ({"surnam": "x"}, ("#/surnam", "unknown_field")),
        ({"organisation": "O-0000-0000"}, ("#/organisation", "unknown_field")),
        ({"note": "BSN 111222333"}, ("#/note", "service_number")),
        ({"note": "a\x00b"}, ("#/note", "wrong_form")),
        ({"reporter_reference": "  "}, ("#/reporter_reference", "wrong_form")),
        ({"reporter_reference": "a\x00"}, ("#/reporter_reference", "wrong_form")),
        ({"reporter_reference": "\ud800"}, ("#/reporter_reference", "wrong_form")),
        ({"periods": ["/"]}, ("#/periods", "not_a_period")),
    ],
)
def test_what_is_wrong_is_said_where_it_is(
    programme: Programme, change: dict, expected: tuple[str, str]
) -> None:
    answer = programme.post("/reports", {**REPORT, **change})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert codes(answer) == {expected}
    assert not Report.objects.exists()


def test_all_that_is_wrong_is_said_together_and_nothing_is_repeated(programme: Programme) -> None:
    wrong = {**REPORT, "gender": "Geheimpje", "nationalities": ["XX"], "note": "BSN 111222333"}
    answer = programme.post("/reports", wrong)
    assert {"#/gender"} == {pointer for pointer, _code in codes(answer)}
    read = programme.post("/reports", {**wrong, "gender": "WOMAN"})
    assert {"#/gender", "#/nationalities"} <= {pointer for pointer, _code in codes(read)}
    for one in (answer, read):
        assert "Geheimpje" not in one.content.decode()
        assert "111222333" not in one.content.decode()


def test_problems_speak_the_language_of_the_reader(programme: Programme) -> None:
    wrong = {**REPORT, "gender": "WOMAN"}
    english = programme.post("/reports", wrong, headers={"Accept-Language": "en"})
    dutch = programme.post("/reports", wrong, headers={"Accept-Language": "nl"})
    assert (english["Content-Language"], dutch["Content-Language"]) == ("en", "nl")
    assert "This is not a value of the list" in english.json()["errors"][0]["detail"]
    assert "staat niet in de lijst" in dutch.json()["errors"][0]["detail"]


@pytest.mark.parametrize("body", ["{", "[1,", '{"age": NaN}', '{"age":1,"age":2}', "[" * 5000])
def test_what_is_no_json_is_refused(programme: Programme, body: str) -> None:
    answer = programme.post("/reports", body)
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:schakel:problem:not_json"


def test_another_kind_of_body_is_refused(programme: Programme) -> None:
    answer = programme.client.post(
        "/api/v1/reports",
        {"reporter_reference": "x"},
        headers={"Authorization": f"Bearer {programme.secret}", "Idempotency-Key": "x"},
    )
    assert answer.status_code == 415


def test_a_body_that_is_too_large_is_refused(programme: Programme, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = programme.post("/reports", {**REPORT, "note": "x" * 2000})
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"


def test_another_organisations_reports_do_not_exist(
    programme: Programme, sent: dict, shelter: Organisation
) -> None:
    stranger = programme_of(shelter)
    number = sent["number"]
    unknown = stranger.get("/reports/M-0000-0000")
    answers = [
        stranger.get(f"/reports/{number}"),
        stranger.post(f"/reports/{number}/corrections", REPORT),
        stranger.post(f"/reports/{number}/withdrawals", {"reason": "x"}),
        stranger.post(f"/reports/{number}/answers", {"text": "x"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert {answer.content for answer in answers} == {unknown.content}
    assert stranger.get("/reports").json()["items"] == []
    found = stranger.post("/reports/searches", {"reporter_reference": "PL-2026-001"})
    assert found.json() == []
    assert stranger.get(f"/reports?cursor={number}").status_code == 400


def test_whether_others_reported_the_person_changes_nothing(
    programme: Programme, shelter: Organisation, system, identified: ReportData
) -> None:
    """The same person, known or not: the answers differ in their numbers and times only."""

    def bare(answer):
        hidden = {"number", "received_at", "history"}
        return {name: value for name, value in answer.json().items() if name not in hidden}

    body = {**REPORT, "reporter_reference": "alone"}
    alone = programme.post("/reports", {**body, "surname": "Alleen"})
    receive(by=system, data=identified, channel="PORTAL", organisation=shelter)
    known = programme.post("/reports", {**body, "reporter_reference": "known"})
    assert {**bare(alone), "reporter_reference": ""} == {**bare(known), "reporter_reference": ""}
    assert alone.status_code == known.status_code == 201


@pytest.mark.parametrize(
    ("scope", "allowed"), [(Scope.REPORTS_READ, "get"), (Scope.REPORTS_WRITE, "post")]
)
def test_a_token_allows_what_its_scope_says(police: Organisation, scope: str, allowed: str) -> None:
    limited = programme_of(police, scope)
    answers = {"get": limited.get("/reports"), "post": limited.post("/reports", REPORT)}
    assert answers.pop(allowed).status_code in (200, 201)
    (refused,) = answers.values()
    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:schakel:problem:missing_scope"
    assert limited.get("/code-lists").status_code == 200


def test_a_mistake_of_ours_tells_nothing(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_given: object) -> None:
        raise RuntimeError("Zonnebloem")

    monkeypatch.setattr("schakel.register.intake.api.reports.receive", broken)
    programme.client.raise_request_exception = False
    answer = programme.post("/reports", REPORT)
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert "Zonnebloem" not in json.dumps(answer.json())
