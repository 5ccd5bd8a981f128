"""Whoever asks for a place, on their own pages; and care coordinators after placement."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schakel.care.placement import following, offering, placing
from schakel.care.placement.choices import State
from schakel.care.placement.models import Event, Occupancy, Request, Unit
from schakel.care.placement.offering import move
from schakel.care.placement.telling import facts_of
from schakel.care.placement.tests import scene
from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about

pytestmark = pytest.mark.django_db


@pytest.fixture
def linde():
    return scene.organisation("Linde", "CARE_COORDINATION")


@pytest.fixture
def carla(linde):
    return scene.somebody(Role.CARE_COORDINATOR, linde)


@pytest.fixture
def browser(carla):
    client = Client()
    client.force_login(carla)
    return client


@pytest.fixture
def room():
    return scene.unit(scene.site(scene.organisation("Haven"), name="Huize Duin"))


def path(name: str, *args: str) -> str:
    return reverse(f"shelter-requests:{name}", args=args)


def text(answer: Any) -> str:
    return answer.content.decode()


def test_asking_is_one_short_form_and_twice_is_once(browser, linde) -> None:
    token = browser.get(path("new")).context["token"]
    given = {
        "token": token,
        "priority": "1_TONIGHT",
        "consent": "YES",
        "client-gender": "FEMALE",
        "client-age": "24",
        "client-nationality": "NG",
        "client-children": "0, 4",
        "client-b8_status": "REFLECTION",
        "client-wheelchair": "no",
        "others-TOTAL_FORMS": "0",
        "others-INITIAL_FORMS": "0",
    }
    sister = {"others-TOTAL_FORMS": "1", "others-0-kin": "SIBLING", "others-0-gender": "FEMALE"}
    more = browser.post(path("new"), given | {"do": "add"})
    assert more.status_code == 200
    assert 'name="others-0-kin"' in text(more)
    given |= sister | {"others-0-age": "19"}
    wrong = browser.post(path("new"), given | {"client-children": "0, 44"})
    assert (wrong.status_code, Request.objects.count()) == (422, 0)
    for _twice in range(2):
        answer = browser.post(path("new"), given)
        assert answer.status_code == 302
    request = Request.objects.get()
    assert (request.asked_by, request.channel) == (linde, "PORTAL")
    facts = facts_of(request.group)
    assert (facts["persons"], facts["children"], facts["youngest_age"]) == (4, 2, 19)
    assert "pregnant" not in facts, "not known is not the same as no"


def test_the_course_is_told_without_shelters_and_addresses(browser, carla, linde, room) -> None:
    request = scene.request(carla, at=linde)
    refused = offering.offer(by=scene.BY, request=request, unit=room)
    offering.refuse(by=scene.BY, offer=refused, reason="REGION_TIE", note="Not from Duin")
    move(by=scene.BY, request=request, state=State.WAITLISTED, note="Secret note")
    second = offering.offer(by=scene.BY, request=request, unit=room)
    offering.accept(by=scene.BY, offer=second)
    placing.place(by=scene.BY, offer=second)
    page = text(browser.get(path("request", request.number)))
    assert "Geplaatst" in page
    assert "op afstand" in page
    secrets = ("Haven", "Duin", "Secret", "Nergensstraat", "Adewunmi", "egio: ")
    assert not any(secret in page for secret in secrets)
    assert about("request", request.number)[0].event == "view"


def test_a_question_is_answered_once(browser, carla, linde) -> None:
    request = scene.request(carla, at=linde)
    following.ask_asker(by=scene.BY, request=request, text="Komt er een hond mee?")
    here = path("request", request.number)
    assert "Komt er een hond mee?" in text(browser.get(here))
    for _twice in range(2):
        browser.post(here, {"do": "reply", "reply-text": "Nee"})
    assert Event.objects.filter(kind="REPLY").count() == 1
    assert following.open_question(request) is None


def test_withdrawing_frees_what_was_held(browser, carla, linde, room) -> None:
    request = scene.request(carla, at=linde)
    other = scene.unit(room.site, "Room 2")
    for unit in (room, other):
        offering.offer(by=scene.BY, request=request, unit=unit)
    for _twice in range(2):
        browser.post(path("request", request.number), {"do": "withdraw", "withdraw-note": "Weg"})
    assert Request.objects.with_state().get().state == State.WITHDRAWN
    assert set(Unit.objects.free()) == {room, other}
    accepted = scene.request(carla, at=linde)
    offering.accept(by=scene.BY, offer=offering.offer(by=scene.BY, request=accepted, unit=room))
    browser.post(path("request", accepted.number), {"do": "withdraw"})
    assert set(Unit.objects.free()) == {room, other}
    assert Occupancy.objects.filter(kind="STAY").count() == 0


def test_care_is_taken_over_once_and_names_come_after_that(browser, linde, room) -> None:
    offer = offering.offer(by=scene.BY, request=scene.request(), unit=room)
    offering.accept(by=scene.BY, offer=offer)
    placement = placing.place(by=scene.BY, offer=offer, care=linde)
    here = path("care", placement.number)
    assert placement.number in text(browser.get(path("own")))
    assert "Adewunmi" not in text(browser.get(here))
    for _twice in range(2):
        browser.post(here)
    page = text(browser.get(here))
    assert "Adewunmi" in page
    assert "Nergensstraat" not in page
    assert Event.objects.filter(kind="TAKEN_OVER").count() == 1
    assert "identity" in about("placement", placement.number)[0].data
    placing.hand_over(by=scene.BY, placement=placement, care=None)
    assert browser.get(here).status_code == 404


def test_who_asked_may_ask_again_for_the_same_people_and_nobody_else(browser, carla, linde) -> None:
    request = scene.request(carla, at=linde)
    foreign = scene.request(at=scene.organisation("Elsewhere", "POLICE"))
    here = f"{path('new')}?again={request.number}"
    assert browser.get(f"{path('new')}?again={foreign.number}").status_code == 404
    given = {"token": browser.get(here).context["token"], "priority": "2_DAYS", "consent": "YES"}
    assert browser.post(here, given).status_code == 422, "they wait already"
    browser.post(path("request", request.number), {"do": "withdraw"})
    assert here in text(browser.get(path("request", request.number)))
    browser.post(here, given)
    again = Request.objects.get(group=request.group, asked_by=linde, channel="PORTAL")
    assert again.priority == "2_DAYS"


def test_the_list_shows_own_requests_only(
    browser, carla, linde, django_assert_max_num_queries
) -> None:
    own = [scene.request(carla, at=linde) for _ in range(4)]
    theirs = scene.request(at=scene.organisation("Elsewhere", "POLICE"))
    with django_assert_max_num_queries(20):
        page = text(browser.get(path("own")))
    assert all(row.number in page for row in own)
    assert theirs.number not in page
    assert browser.get(path("request", theirs.number)).status_code == 404
    assert browser.post(path("request", theirs.number), {"do": "withdraw"}).status_code == 404
