"""Senders bring codes and take them back; the centre fetches numbers. Through the doors, as programmes do."""

import json

import pytest
from pytest_django import Settings

from schakel.foundation.audit.models import Entry
from schakel.linkage_unit.linking import link
from schakel.linkage_unit.models import ClusterMember, CodeDelivery, CodeMessage, Epoch
from schakel.linkage_unit.operators import OPERATOR
from schakel.linkage_unit.tests.senders import (
    ANNA,
    ANNA_AGAIN,
    BINTU,
    CARE,
    CENTRE,
    POLICE,
    Unit,
    message,
)

pytestmark = pytest.mark.django_db


def test_two_senders_of_one_person_come_to_one_cluster(unit: Unit, epoch: Epoch) -> None:
    assert unit.send(CARE, message(CARE, {"Z-1": ANNA, "Z-2": BINTU})).json()["new"] == 2
    assert unit.send(POLICE, message(POLICE, {"P-9": ANNA_AGAIN})).status_code == 200
    link(by=OPERATOR, epoch=epoch)
    told = unit.told()
    assert set(told) == {(CARE, "Z-1"), (CARE, "Z-2"), (POLICE, "P-9")}
    assert told[CARE, "Z-1"][0] == told[POLICE, "P-9"][0] != told[CARE, "Z-2"][0]
    assert told[CARE, "Z-1"][1] in ("STRONG", "WEAK")
    assert told[CARE, "Z-2"][1] == "ALONE"


def test_the_centre_gets_these_five_facts_and_no_other(unit: Unit, epoch: Epoch) -> None:
    unit.send(CARE, message(CARE, {"Z-1": ANNA}))
    link(by=OPERATOR, epoch=epoch)
    answer = unit.fetch().json()
    assert set(answer) == {"items", "next_cursor", "more"}
    assert set(answer["items"][0]) == {"source", "local_ref", "epoch", "cluster_no", "strength"}


def test_the_centre_fetches_only_what_is_new(unit: Unit, epoch: Epoch) -> None:
    unit.send(CARE, message(CARE, {"Z-1": ANNA, "Z-2": BINTU}))
    link(by=OPERATOR, epoch=epoch)
    first = unit.fetch(pageSize=1).json()
    assert (len(first["items"]), first["more"]) == (1, True)
    second = unit.fetch(first["next_cursor"]).json()
    assert (len(second["items"]), second["more"]) == (1, False)
    unit.send(POLICE, message(POLICE, {"P-9": ANNA_AGAIN}))
    link(by=OPERATOR, epoch=epoch)
    news = {one["local_ref"] for one in unit.fetch(second["next_cursor"]).json()["items"]}
    # The number of the first stays; that it is no longer alone is news.
    assert news == {"Z-1", "P-9"}


def test_a_delivery_that_comes_twice_is_taken_once(unit: Unit) -> None:
    body = message(CARE, {"Z-1": ANNA, "Z-2": BINTU})
    unit.send(CARE, body)
    again = unit.send(CARE, body).json()
    assert (again["new"], again["known"], again["replaced"]) == (0, 2, 0)
    other = unit.send(CARE, message(CARE, {"Z-1": BINTU})).json()
    assert (other["new"], other["known"], other["replaced"]) == (0, 0, 1)
    assert CodeMessage.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"epoch": "2025"}, 409, "codes_epoch"),
        ({"key": "f" * 16}, 409, "codes_key"),
        ({"parameters": "0" * 16}, 409, "codes_parameters"),
        ({"partner": POLICE}, 403, "codes_partner"),
        ({"check": "0" * 16}, 400, "codes_check"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_plain_words(
    unit: Unit, change: dict[str, str], status: int, code: str
) -> None:
    unit.send(CARE, message(CARE, {"Z-1": ANNA}))
    head, *rest = message(CARE, {"Z-2": BINTU}).splitlines(keepends=True)
    body = b"".join([json.dumps({**json.loads(head), **change}).encode() + b"\n", *rest])
    answer = unit.send(CARE, body)
    assert answer.status_code == status
    problem = answer.json()
    assert problem["type"] == f"urn:schakel:problem:{code}"
    assert problem["detail"]
    assert CodeMessage.objects.count() == 1


def test_half_a_delivery_loses_and_keeps_nothing(unit: Unit) -> None:
    body = message(CARE, {"Z-1": ANNA, "Z-2": BINTU})
    lines = body.splitlines(keepends=True)
    for cut in (body[:-1], b"".join(lines[:-1]), b"".join(lines[:2]), body[: len(body) // 2], b""):
        assert unit.send(CARE, cut).status_code == 400
    assert not CodeMessage.objects.exists()
    assert not CodeDelivery.objects.exists()
    assert unit.send(CARE, body).json()["new"] == 2


def test_no_key_and_no_fact_fits_into_a_message(unit: Unit) -> None:
    head, row, end = message(CARE, {"Z-1": ANNA}).splitlines()
    for extra in ({"secret": "aa"}, {"nationality": "POL"}, {"last_name": "Kowalczyk"}):
        with_head = json.dumps({**json.loads(head), **extra}).encode()
        with_row = json.dumps({**json.loads(row), **extra}).encode()
        for body in ([with_head, row, end], [head, with_row, end]):
            answer = unit.send(CARE, b"\n".join(body) + b"\n")
            assert answer.status_code == 400
            assert "Kowalczyk" not in answer.content.decode()
    assert not CodeMessage.objects.exists()


def test_nobody_passes_with_another_partys_token_or_none(unit: Unit) -> None:
    body = message(CARE, {"Z-1": ANNA})
    assert unit.client.post("/api/v1/messages", body, "application/x-ndjson").status_code == 401
    assert unit.send(CENTRE, body).status_code == 403
    assert unit.fetch(party=CARE).status_code == 403
    assert unit.retract(CENTRE, "Z-1").status_code == 403
    assert not CodeMessage.objects.exists()


def test_what_a_sender_takes_back_is_gone_and_the_centre_hears_it(unit: Unit, epoch: Epoch) -> None:
    unit.send(CARE, message(CARE, {"Z-1": ANNA}))
    unit.send(POLICE, message(POLICE, {"P-9": ANNA_AGAIN, "Z-1": BINTU}))
    link(by=OPERATOR, epoch=epoch)
    cursor = unit.fetch().json()["next_cursor"]
    assert unit.retract(CARE, "Z-1", "never-sent").json() == {"deleted": 1}
    assert CodeMessage.objects.count() == 2  # of the police, one of them under the same reference
    link(by=OPERATOR, epoch=epoch)
    news = unit.fetch(cursor).json()
    found = {(one["source"], one["local_ref"]): one for one in news["items"]}
    assert found[CARE, "Z-1"]["strength"] == "WITHDRAWN"
    assert found[CARE, "Z-1"]["cluster_no"] == ""
    assert found[POLICE, "P-9"]["strength"] == "ALONE"
    # Once the centre says by its cursor that it knows, nothing of it is left here.
    unit.fetch(news["next_cursor"])
    assert not ClusterMember.objects.filter(strength="WITHDRAWN").exists()
    assert unit.retract(CARE, "Z-1").json() == {"deleted": 0}


def test_only_the_page_of_the_centre_may_post_from_a_browser(
    unit: Unit, settings: Settings
) -> None:
    settings.SCHAKEL_UNIT_CENTRE_ORIGIN = "https://schakel.example"
    ask = {"Access-Control-Request-Method": "POST", "Origin": "https://schakel.example"}
    answer = unit.client.options("/api/v1/messages", headers=ask)
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "https://schakel.example"
    assert "Authorization" in answer["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer
    other = unit.client.options(
        "/api/v1/messages", headers={**ask, "Origin": "https://evil.example"}
    )
    assert "Access-Control-Allow-Origin" not in other
    sent = unit.send(CARE, message(CARE, {"Z-1": ANNA}))
    assert "Access-Control-Allow-Origin" not in sent


def test_the_log_holds_counts_and_no_reference(unit: Unit, epoch: Epoch) -> None:
    unit.send(CARE, message(CARE, {"Zaak-17": ANNA}))
    link(by=OPERATOR, epoch=epoch)
    unit.fetch()
    unit.retract(CARE, "Zaak-17")
    lines = "\n".join(
        f"{one.object_type} {one.object_id} {one.data}" for one in Entry.objects.all()
    )
    for kind in ("delivery", "epoch", "clusters", "codes"):
        assert kind in lines
    assert "Zaak-17" not in lines
