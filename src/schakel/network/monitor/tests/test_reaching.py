"""Municipalities are asked, answer and are believed item by item; informed, counted against an aim."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.foundation.notices.models import Notice
from schakel.network.monitor.actions import Entry, Known, write_down
from schakel.network.monitor.choices import BatchKind, ContactKind, State
from schakel.network.monitor.models import Answer, Contact, Office, Status, Survey
from schakel.network.monitor.outreach import note
from schakel.network.monitor.queries import due, items
from schakel.network.monitor.tests.scene import BY, PLACE, adviser, somebody, write

pytestmark = pytest.mark.django_db
POLICY, OFFICER, ELSEWHERE = "policy_document", "attention_officer", "GM0363"


def ask(client, *places: str) -> None:
    """The centre asks, on the page."""
    due_on = timezone.localdate() + timedelta(days=28)
    client.force_login(somebody())
    client.post(reverse("monitor:outreach"), {"do": "ask", "place": places, "due_on": due_on})


def fill_in(client, survey: Survey, user, **states: str):
    """The adviser answers, on the page."""
    client.force_login(user)
    sent = {f"{item}-state": states.get(item, State.UNKNOWN) for item, _name in items()}
    sent[f"{POLICY}-remark"] = "Vastgesteld in de raad"
    return client.post(reverse("monitor:survey", args=[survey.number]), sent)


def test_answers_are_proposals_until_the_centre_accepts_them(client) -> None:
    user = adviser(PLACE)
    for _twice in range(2):
        ask(client, PLACE, ELSEWHERE)
    survey = Survey.objects.get()
    assert Notice.objects.get().user == user, "one mail, and none about who has no adviser here"
    for _twice in range(2):
        fill_in(client, survey, user, policy_document=State.PRESENT, attention_officer=State.NONE)
    assert Answer.objects.count() == len(items())
    assert not Status.objects.exists()
    editor, address = somebody(), reverse("monitor:survey", args=[survey.number])
    client.force_login(editor)
    client.post(address, {POLICY: "ACCEPTED", OFFICER: "DECLINED"})
    for _twice in range(2):
        client.post(address, {POLICY: "DECLINED"})
    row = Status.objects.get()
    assert (row.item, row.state, row.source) == (POLICY, State.PRESENT, "SURVEY")
    assert (row.by, row.remark) == (editor.actor_id, "Vastgesteld in de raad")
    survey.refresh_from_db()
    assert survey.closed_at is None, "the other items were not decided on"
    client.post(address, {item: "DECLINED" for item, _name in items()})
    survey.refresh_from_db()
    assert survey.closed_at


def test_a_survey_is_for_its_own_adviser(client) -> None:
    adviser(PLACE)
    ask(client, PLACE)
    survey = Survey.objects.get()
    assert fill_in(client, survey, adviser(ELSEWHERE)).status_code == 404
    client.force_login(somebody())
    client.post(reverse("monitor:survey", args=[survey.number]), {POLICY: "ACCEPTED"})
    assert not Answer.objects.exists()
    assert not Status.objects.exists()


def test_the_aim_counts_municipalities_without_policy_that_were_informed(client) -> None:
    client.force_login(somebody())
    address, today = reverse("monitor:outreach"), timezone.localdate()
    write(ELSEWHERE, POLICY, State.PRESENT, today.replace(year=today.year - 1))
    client.post(address, {"do": "aim", "number": "50"})
    sent = {
        "do": "contact",
        "place": [PLACE, ELSEWHERE],
        "kind": "ADVICE",
        "on": today,
        "text": "x",
    }
    for _twice in range(2):
        assert client.post(address, sent).status_code == 302
    assert Contact.objects.count() == 2
    client.post(address, {**sent, "kind": "LETTER", "place": ["GM0141"]})
    page = client.get(address)
    assert (page.context["reached"], page.context["aim"].number) == (1, 50)
    shown = {row["place"].code for row in page.context["rows"]}
    assert len(shown) == 340, "all but the one with policy and the one that was informed"
    assert "GM0141" in shown, "a letter informs nobody"
    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.update(kind=ContactKind.TALK)


def test_the_work_page_takes_few_queries(client, django_assert_max_num_queries) -> None:
    today = timezone.localdate()
    note(by=BY, municipalities=["GM0141", "GM0153"], said={"kind": "TALK", "on": today, "text": ""})
    for place in ("GM0141", "GM0147", "GM0148"):
        write(place, POLICY, State.PLANNED)
    client.force_login(somebody())
    with django_assert_max_num_queries(17):
        assert client.get(reverse("monitor:outreach")).status_code == 200


def test_only_the_row_in_force_is_due_for_a_check() -> None:
    today = timezone.localdate()
    old = {"municipality_id": PLACE, "item": POLICY, "source": "TALK", "by": "tests"}
    soon = today + timedelta(days=3)
    Status.objects.create(**old, state="NONE", on=today - timedelta(days=9), next_check=today)
    assert [row.next_check for row in due(soon)] == [today]
    Status.objects.create(**old, state="NONE", on=today, next_check=soon + timedelta(days=400))
    assert due(soon) == []


def test_the_desk_says_what_waits(client) -> None:
    user = adviser(PLACE)
    ask(client, PLACE)
    fill_in(client, Survey.objects.get(), user, policy_document=State.PRESENT)
    client.force_login(somebody())
    waiting = client.get(reverse("desk")).context["waiting"]
    assert [row["count"] for row in waiting if row["url_name"] == "monitor:outreach"] == [1, 0]


def test_an_adviser_gets_the_own_page_from_the_centre_and_loses_it() -> None:
    mine, client, keeper = adviser(), Client(), somebody(Role.ADMINISTRATOR)
    Authenticator.objects.create(user=keeper, type=Authenticator.Type.TOTP, data={})
    client.force_login(keeper)
    today = timezone.localdate()
    address = reverse("monitor:municipality", args=[PLACE])
    sent = {
        "do": "office",
        "office-organisation": mine.organisation.pk,
        "office-since": today - timedelta(days=9),
    }
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 422, "twice"
    office = Office.objects.get()
    own = Client()
    own.force_login(mine)
    assert own.get(reverse("monitor:own")).url == address
    assert own.post(address, sent).status_code == 403
    client.post(address, {"do": "close", "close-office": office.pk, "close-until": today})
    assert own.get(reverse("monitor:own")).status_code == 200


def test_what_ran_out_still_counts_says_so_and_is_looked_at_again() -> None:
    today = timezone.localdate()
    for days, place in ((1, "GM0153"), (-90, "GM0363")):
        details = {"valid_until": today - timedelta(days=days)}
        write_down(
            by=BY,
            kind=BatchKind.ONE,
            token=place,
            entries=[Entry(place, POLICY, State.PRESENT, details=details)],
            known=Known(on=today - timedelta(days=100)),
        )
    assert [row.municipality_id for row in due(today)] == ["GM0153"]
    client = Client()
    client.force_login(somebody())
    for place, says in (("GM0153", True), ("GM0363", False)):
        text = client.get(reverse("monitor:municipality", args=[place])).text
        assert ("telt nog als aanwezig" in text) is says
    # As on the last day that counts it had not run out yet.
    last = reverse("monitor:municipality", args=["GM0153"]) + f"?on={today - timedelta(days=1)}"
    assert "telt nog als aanwezig" not in client.get(last).text
