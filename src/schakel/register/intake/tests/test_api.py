"""Programmes report: the same records as by file, once, and only their own organisation's."""

import re
from base64 import b64encode
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.accounts.models import Organisation
from schakel.foundation.audit.models import Entry
from schakel.foundation.ui.periods import PartialPeriod
from schakel.register.intake.actions import ask, give_back
from schakel.register.intake.api.schemas import REPORT_COLUMNS, SAID_BY_TOKEN, ReportIn
from schakel.register.intake.data import FormData, PurposeData
from schakel.register.intake.files.columns import COLUMNS, Kind
from schakel.register.intake.idempotency import IdempotencyKey
from schakel.register.intake.models import Report, ReportStatus
from schakel.register.intake.queries import data_of
from schakel.register.intake.tests.papers import PDF
from schakel.register.intake.tests.programme import REPORT, Programme, programme_of

pytestmark = pytest.mark.django_db


def codes(answer) -> set[tuple[str, str]]:
    return {(one["pointer"], one["code"]) for one in answer.json()["errors"]}


def test_the_api_asks_what_a_file_asks() -> None:
    asked = {one.name for one in COLUMNS} - SAID_BY_TOKEN
    assert set(ReportIn.model_fields) == asked
    many = {one.name for one in REPORT_COLUMNS if one.many}
    described = ReportIn.model_json_schema()["properties"]
    arrays = {
        name
        for name, schema in described.items()
        if "array" in {one.get("type") for one in schema.get("anyOf", [schema])}
    }
    assert arrays == many


def test_each_kind_of_value_has_its_form() -> None:
    """A new kind of column must not slip in as free text, in which a semicolon would be two values."""
    free = {one.name for one in REPORT_COLUMNS if one.kind == Kind.TEXT}
    described = ReportIn.model_json_schema()["properties"]
    for one in REPORT_COLUMNS:
        (kind, *_null) = described[one.name].get("anyOf", [described[one.name]])
        value = kind.get("items", kind)
        if value["type"] != "string":
            assert one.kind in (Kind.NUMBER, Kind.YES_NO)
        elif one.name not in free:
            assert not re.search(value["pattern"], "A;B"), one.name


@given(
    period=st.builds(
        "{}/{}".format,
        st.dates(date(1900, 1, 1), date(1999, 1, 1)),
        st.one_of(
            st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(["..", "XXXX", ""])
        ),
    )
)
def test_a_period_as_it_is_stored_may_be_sent(period: str) -> None:
    stored = str(PartialPeriod.parse(period))
    sent = ReportIn.model_validate({"reporter_reference": "x", "periods": [stored]})
    assert sent.model_dump()["periods"] == [stored]


def test_a_report_comes_in_with_everything_it_says(
    programme: Programme, police: Organisation
) -> None:
    answer = programme.post("/reports", REPORT)
    assert answer.status_code == 201
    receipt = answer.json()
    assert answer["Location"] == f"/api/v1/reports/{receipt['number']}"
    assert (receipt["status"], receipt["reporter_reference"]) == ("RECEIVED", "PL-2026-001")
    report = Report.objects.with_rows().select_related("identity").get()
    said = data_of(report)
    assert report.number == receipt["number"]
    assert (report.channel, report.organisation_id) == ("API", police.pk)
    assert (said.surname, str(said.date_of_birth), said.nationalities) == (
        "Zonnebloem",
        "2001-02-28",
        ("NL", "PL"),
    )
    assert said.forms == (FormData("SEXUAL", "HOTEL"), FormData("LABOUR"))
    assert said.purposes == (PurposeData("REGISTRATION", "BPG_4_2"),)
    assert (said.reporter_type, said.police_unit) == ("POLICE", "MN")


def test_each_value_of_the_record_arrives_as_by_file(programme: Programme) -> None:
    body = {
        "reporter_reference": "alles",
        "age": 19,
        "sub3_only": True,
        "country_of_birth": "RO",
        "place_municipality": "GM0363",
        "nationalities": ["STATELESS"],
        "purposes": ["REGISTRATION", "SHELTER"],
        "legal_basis": ["BPG_4_2", "CONSENT_VICTIM"],
        "consent_date": "2026-05",
        "further_places": ["GM0344", "BE"],
        "periods": ["2024-03/2025~", "2025/.."],
        "countries_of_origin": ["RO", "MD"],
        "residence_status": None,
    }
    assert programme.post("/reports", body).status_code == 201
    said = data_of(Report.objects.with_rows().select_related("identity").get())
    assert (said.age, said.sub3_only, said.country_of_birth) == (19, True, "RO")
    assert (said.place_municipality, said.nationalities) == ("GM0363", ("STATELESS",))
    assert {one.purpose: one.legal_basis for one in said.purposes} == {
        "REGISTRATION": "BPG_4_2",
        "SHELTER": "CONSENT_VICTIM",
    }
    assert said.residence_status == "UNKNOWN"
    assert said.further_places == ("GM0344", "BE")
    assert [str(one) for one in said.periods] == ["2024-03/2025~", "2025/.."]
    assert {one.country for one in said.countries} == {"RO", "MD"}


def test_the_same_call_twice_is_one_report(programme: Programme) -> None:
    first = programme.post("/reports", REPORT, key="call-1")
    again = programme.post("/reports", dict(reversed(REPORT.items())), key="call-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Report.objects.count() == 1


def test_a_key_is_good_for_one_content(programme: Programme) -> None:
    programme.post("/reports", REPORT, key="call-1")
    other = programme.post("/reports", {**REPORT, "reporter_reference": "other"}, key="call-1")
    assert other.status_code == 409
    assert other.json()["type"] == "urn:schakel:problem:key_in_use"
    assert Report.objects.count() == 1


def test_keys_of_one_organisation_mean_nothing_to_another(
    programme: Programme, shelter: Organisation
) -> None:
    mine = programme.post("/reports", REPORT, key="call-1").json()
    body = {"reporter_reference": "mine", "gender": "FEMALE"}
    theirs = programme_of(shelter).post("/reports", body, key="call-1")
    assert theirs.status_code == 201
    assert theirs.json()["number"] != mine["number"]


def test_a_call_that_failed_leaves_its_key_free(programme: Programme) -> None:
    wrong = programme.post("/reports", {**REPORT, "gender": "WOMAN"}, key="call-1")
    right = programme.post("/reports", REPORT, key="call-1")
    assert (wrong.status_code, right.status_code) == (400, 201)


def test_keys_are_kept_as_hashes_for_thirty_days(programme: Programme) -> None:
    programme.post("/reports", REPORT, key="case-Zonnebloem")
    row = IdempotencyKey.objects.get()
    assert "Zonnebloem" not in str(IdempotencyKey.objects.values().get())
    left = row.expires_at - timezone.now()
    assert timedelta(days=29) < left <= timedelta(days=30)
    IdempotencyKey.objects.update(expires_at=timezone.now())
    later = programme.post(
        "/reports", {**REPORT, "reporter_reference": "other"}, key="case-Zonnebloem"
    )
    assert later.status_code == 201
    IdempotencyKey.objects.update(expires_at=timezone.now())
    said = StringIO()
    call_command("delete_old_calls", stdout=said)
    assert "1 keys of calls deleted" in said.getvalue()
    assert not IdempotencyKey.objects.exists()


def test_the_same_content_under_another_key_is_the_report_that_was_there(
    programme: Programme, sent: dict
) -> None:
    again = programme.post("/reports", REPORT)
    assert (again.status_code, again.json()["number"]) == (200, sent["number"])


def test_one_reference_is_one_report(programme: Programme, sent: dict) -> None:
    other = programme.post("/reports", {**REPORT, "gender": "MALE"})
    assert other.status_code == 409
    assert sent["number"] in other.json()["detail"]


def test_what_was_sent_is_not_given_back(programme: Programme, sent: dict) -> None:
    read = programme.get(f"/reports/{sent['number']}")
    assert read.json() == sent
    listed = programme.get("/reports")
    for answer in (read, listed):
        text = answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
        assert not any(word in text for word in ("Zonnebloem", "Mirabella", "2001", "Vertrouw"))
    assert [one["reporter_reference"] for one in listed.json()["items"]] == ["PL-2026-001"]


def test_a_correction_is_a_new_report_that_names_the_old(programme: Programme, sent: dict) -> None:
    body = {**REPORT, "gender": "X"}
    path = f"/reports/{sent['number']}/corrections"
    answer = programme.post(path, body, key="c")
    assert answer.status_code == 201
    assert answer.json()["corrects"] == sent["number"]
    assert programme.post(path, body, key="c").json() == answer.json()
    old = programme.get(f"/reports/{sent['number']}").json()
    assert (old["status"], old["corrected_by"]) == ("CORRECTED", answer.json()["number"])
    again = programme.post(path, {**body, "gender": "MALE"})
    assert again.status_code == 409
    assert Report.objects.count() == 2


def test_a_withdrawal_happens_once(programme: Programme, sent: dict) -> None:
    path = f"/reports/{sent['number']}/withdrawals"
    first = programme.post(path, {"reason": "Dubbel verstuurd"}, key="w")
    again = programme.post(path, {"reason": "Dubbel verstuurd"}, key="w")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["status"] == "WITHDRAWN"
    assert programme.post(path, {"reason": "Nog eens"}).status_code == 409
    assert ReportStatus.objects.get().note == "Dubbel verstuurd"


def test_a_question_is_read_and_answered(programme: Programme, sent: dict, registrar) -> None:
    path = f"/reports/{sent['number']}"
    early = programme.post(f"{path}/answers", {"text": "Waarop?"})
    assert early.status_code == 409
    report = Report.objects.get()
    ask(by=registrar, report=report, question="In welk jaar?")
    assert programme.get(path).json()["question"] == "In welk jaar?"
    answered = programme.post(f"{path}/answers", {"text": "In 2025."})
    assert (answered.status_code, answered.json()["status"]) == (201, "ANSWERED")
    assert answered.json()["question"] is None
    number = programme.post(f"{path}/withdrawals", {"reason": "BSN 111222333"})
    assert codes(number) == {("#", "service_number")}


def test_a_file_goes_with_a_report_once(programme: Programme, sent: dict) -> None:
    path = f"/reports/{sent['number']}/attachments"
    body = {"name": "verklaring.pdf", "content": b64encode(PDF).decode()}
    first = programme.post(path, body, key="f")
    assert (first.status_code, programme.post(path, body, key="f").status_code) == (201, 200)
    row = Report.objects.get().attachments.get()
    assert (row.name, row.kind, bytes(row.stored.content)) == ("verklaring.pdf", "PDF", PDF)
    double = programme.post(path, body)
    assert double.status_code == 409
    assert double.json()["type"] == "urn:schakel:problem:file_double"
    for content, code in (("AAAAA", "wrong_form"), (b64encode(b"<html>").decode(), "markup")):
        wrong = programme.post(path, {"name": "x.pdf", "content": content})
        assert (wrong.status_code, codes(wrong)) == (400, {("#/content", code)})
    assert Report.objects.get().attachments.count() == 1


def test_why_a_report_was_given_back_is_read(programme: Programme, sent: dict, registrar) -> None:
    report = Report.objects.get()
    give_back(by=registrar, report=report, reason="TIP", text="Bel de adviesdesk.")
    last = programme.get(f"/reports/{sent['number']}").json()["history"][-1]
    assert (last["status"], last["reason"]) == ("RETURNED", "TIP")
    assert last["message"] == "Bel de adviesdesk."
    body = {"reason": "Dat was geen melding"}
    withdrawn = programme.post(f"/reports/{sent['number']}/withdrawals", body).json()
    assert withdrawn["history"][-1]["message"] is None


def test_pages_go_on_where_the_last_one_stopped(programme: Programme) -> None:
    for number in range(5):
        programme.post("/reports", {**REPORT, "reporter_reference": f"r{number}"})
    seen, cursor = [], ""
    for _ in range(3):
        page = programme.get(f"/reports?pageSize=2{cursor}").json()
        seen += [one["reporter_reference"] for one in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == ["r4", "r3", "r2", "r1", "r0"]
    assert page["next_cursor"] is None


def test_filters_narrow(programme: Programme, sent: dict) -> None:
    programme.post(f"/reports/{sent['number']}/withdrawals", {"reason": "x"})
    programme.post("/reports", {**REPORT, "reporter_reference": "second"})

    def found(query: str) -> list[str]:
        answer = programme.get(f"/reports?{query}")
        assert answer.status_code == 200
        return [one["reporter_reference"] for one in answer.json()["items"]]

    assert found("status=WITHDRAWN") == ["PL-2026-001"]
    assert found("status=RECEIVED") == ["second"]
    tomorrow = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert found(f"receivedSince={tomorrow}") == []
    edge = "receivedSince=0001-01-01T00:00:00%2B14:00"  # before the first moment, here
    without_zone = "receivedSince=2026-05-03T10:00:00"
    for wrong in ("status=GONE", without_zone, edge, "pageSize=0", "cursor=x", "cursor=%00"):
        assert programme.get(f"/reports?{wrong}").status_code == 400


def test_a_reference_is_found_by_its_sender(programme: Programme, sent: dict) -> None:
    found = programme.post("/reports/searches", {"reporter_reference": " PL-2026-001 "})
    assert [one["number"] for one in found.json()] == [sent["number"]]


def test_the_log_names_the_token(programme: Programme, sent: dict, police: Organisation) -> None:
    programme.get(f"/reports/{sent['number']}")
    lines = Entry.objects.filter(actor__startswith="token:T-").order_by("sequence")
    assert [line.event for line in lines] == ["create", "view"]
    assert {line.organisation for line in lines} == {police.number}
    assert {line.access_point for line in lines} == {"api:reports", "api:report"}


def test_code_lists_name_codes_in_both_languages(programme: Programme) -> None:
    names = {one["name"] for one in programme.get("/code-lists").json()}
    wanted = {one.code_list for one in COLUMNS if one.code_list}
    assert wanted | {"country", "municipality", "police_unit"} <= names
    gender = programme.get("/code-lists/gender").json()
    assert {"FEMALE", "MALE", "X", "UNKNOWN"} <= {one["code"] for one in gender["codes"]}
    for name in ("country", "municipality", "police_unit"):
        assert all(one["label_nl"] for one in programme.get(f"/code-lists/{name}").json()["codes"])
    assert programme.get("/code-lists/nonsense").status_code == 404


def test_calls_take_a_bounded_number_of_queries(
    programme: Programme, django_assert_max_num_queries
) -> None:
    for number in range(12):
        programme.post("/reports", {**REPORT, "reporter_reference": f"r{number}"})
    with django_assert_max_num_queries(30):
        assert programme.post("/reports", REPORT).status_code == 201
    with django_assert_max_num_queries(8):
        assert len(programme.get("/reports").json()["items"]) == 13
    with django_assert_max_num_queries(4):
        programme.get("/code-lists/gender")
