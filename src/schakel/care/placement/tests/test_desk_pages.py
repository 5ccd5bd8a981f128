"""The placement coordinator's screens, through their pages."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schakel.care.placement import offering, opening
from schakel.care.placement.choices import Consent
from schakel.care.placement.models import (
    BreakGlass,
    Decision,
    Event,
    Group,
    Offer,
    OfferAnswer,
    Placement,
    Request,
    Site,
    Unit,
)
from schakel.care.placement.tests import scene
from schakel.foundation.audit.queries import about
from schakel.register.intake.actions import receive
from schakel.register.intake.data import FormData, PurposeData, ReportData

pytestmark = pytest.mark.django_db


@pytest.fixture
def piet():
    return scene.coordinator("Piet")


@pytest.fixture
def page(piet):
    client = Client()
    client.force_login(piet)
    return client


@pytest.fixture
def room():
    return scene.unit(scene.site(scene.organisation("Haven")), takes_pregnant=True)


def address(name: str, **given: Any) -> str:
    return reverse(f"placement:{name}", kwargs=given)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def token(page: Client, query: str = "") -> dict[str, str]:
    html = page.get(address("new") + query).content.decode()
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found
    return {"token": found[1], "others-TOTAL_FORMS": "0", "others-INITIAL_FORMS": "0"}


ASKED = {"priority": "1_TONIGHT", "consent": "YES", "main-gender": "FEMALE", "main-age": "24"}


def test_a_request_is_taken_in_once_however_often_one_clicks(page) -> None:
    sent = {**token(page), **ASKED, "do": "take"}
    assert [page.post(address("new"), sent).status_code for _click in range(2)] == [302, 302]
    assert Request.objects.count() == 1
    assert Request.objects.get().coordinator is not None


def test_a_child_is_added_without_script_and_stays_in_the_group(page) -> None:
    sent = {**token(page), **ASKED}
    added = page.post(address("new"), {**sent, "do": "add"})
    assert added.status_code == 200
    assert 'name="others-0-kin"' in text_of(added)
    assert "data-error-summary" not in text_of(added), "whoever was just added is not wrong yet"
    sent |= {"others-TOTAL_FORMS": "1", "others-0-kin": "CHILD", "others-0-age": "0", "do": "next"}
    answer = page.post(address("new"), sent)
    first = Request.objects.get()
    assert first.group.clients.count() == 2
    assert answer["Location"].endswith(f"?with={first.number}")
    again = {**token(page, f"?with={first.number}"), **ASKED, "do": "take"}
    page.post(f"{address('new')}?with={first.number}", again)
    assert Request.objects.get(together_with=first.number).group != first.group


def test_what_was_asked_with_a_report_is_taken_up_once(page) -> None:
    data = ReportData(
        reporter_type="POLICE",
        reporter_reference="one",
        surname="Zonnebloem",
        age=31,
        forms=(FormData("LABOUR"),),
        purposes=(PurposeData("SHELTER", "CONSENT_VICTIM"),),
    )
    police = scene.organisation("Police", "POLICE")
    report = receive(by=scene.BY, data=data, channel="PORTAL", organisation=police)
    desk = text_of(page.get(address("desk")))
    assert report.number in desk
    assert "Zonnebloem" not in desk
    query = f"?report={report.number}"
    form = page.get(address("new") + query)
    assert "Zonnebloem" in text_of(form)
    assert "identity" in about("report", report.number)[0].data
    sent = {**token(page, query), "priority": "2_DAYS", "consent": "YES", "main-age": "31"}
    page.post(address("new") + query, {**sent, "do": "take"})
    assert Request.objects.get().group.report == report
    assert page.get(address("new") + query).status_code == 404


def test_choosing_otherwise_asks_why_and_what_was_known_is_frozen(page, piet, room) -> None:
    other = scene.unit(room.site, "Room 2", sexes="MEN")
    request = scene.request(piet)
    url = address("places", number=request.number)
    html = text_of(page.get(url))
    assert "Room 2" in html
    sent = {"unit": [other.number], "hours": "4", "how": "order"}
    assert page.post(url, sent).status_code == 422
    assert not Offer.objects.exists()
    assert page.post(url, {**sent, "deviation": "The site asked for it"}).status_code == 302
    decision = Decision.objects.get()
    assert decision.chosen == other
    assert decision.digest in text_of(page.get(address("decision", pk=decision.pk)))
    assert about("request", request.number)


def test_two_coordinators_for_one_bed_and_the_second_reads_who_was_first(page, room) -> None:
    anna = scene.coordinator("Anna")
    first, second = scene.request(anna), scene.request()
    offering.offer(by=anna, request=first, unit=room)
    sent = {"unit": [room.number], "hours": "4", "deviation": "The only one"}
    answer = page.post(address("places", number=second.number), sent)
    assert answer.status_code == 422
    assert "Anna" in text_of(answer)
    assert first.number in text_of(answer)
    assert not Decision.objects.exists()


def test_places_in_order_the_next_has_its_turn_after_a_refusal(page, piet, room) -> None:
    other = scene.unit(room.site, "Room 2")
    request = scene.request(piet)
    chosen = {"unit": [room.number, other.number], "hours": "4", "how": "order", "deviation": "x"}
    page.post(address("places", number=request.number), chosen)
    offer = Offer.objects.get()
    page.post(
        address("offer", number=offer.number), {"do": "refuse", "refusal-reason": "REGION_TIE"}
    )
    here = address("request", number=request.number)
    assert "question-note" in text_of(page.get(here))
    page.post(
        address("offer", number=offer.number), {"do": "question", "question-note": "Called them"}
    )
    assert {each.unit for each in Offer.objects.all()} == {room, other}
    assert Offer.objects.open().get().unit == other, "the next had its turn by itself"
    assert "vanzelf" in text_of(page.get(address("desk")))
    assert Event.objects.filter(kind="ESCALATED").exists()


def test_a_place_is_confirmed_and_they_arrive_and_flow_through(page, piet, room) -> None:
    request = scene.request(piet, child=True)
    offer = offering.offer(by=piet, request=request, unit=room)
    for do in ("accept", "accept", "place", "place"):  # a second click changes nothing
        page.post(address("offer", number=offer.number), {"do": do})
    placement = Placement.objects.get()
    url = address("placement", number=placement.number)
    page.post(url, {"do": "arrive"})
    flat = scene.unit(scene.site(room.site.organisation, "OMM", "Flat"))
    assert page.get(url).status_code == 200
    moved = page.post(url, {"do": "transfer", "transfer-unit": flat.number})
    assert moved["Location"] == address("placement", number=Placement.objects.latest("pk").number)
    assert OfferAnswer.objects.count() == 1
    page.post(moved["Location"], {"do": "leave", "leave-destination": "OWN_HOME"})
    assert set(Unit.objects.free()) == {room, flat}


def test_who_asks_again_is_not_taken_in_anew(page, piet, room) -> None:
    request = scene.request(piet, child=True)
    here = address("again", number=request.group.number)
    token = {"token": page.get(here).context["token"], "priority": "2_DAYS", "consent": "YES"}
    waits = page.post(here, token)
    assert (waits.status_code, Request.objects.count()) == (422, 1)
    offering.move(by=piet, request=request, state="NOT_PLACEABLE", note="None fits")
    assert here in text_of(page.get(address("request", number=request.number)))
    for _twice in range(2):
        answer = page.post(here, token)
    again = Request.objects.exclude(pk=request.pk).get()
    assert answer["Location"] == address("request", number=again.number)
    assert (again.group, again.asked_by, Group.objects.count()) == (request.group, None, 1)


def test_a_direct_placement_has_no_request(page, piet, room) -> None:
    here = address("direct")
    form = {
        "token": page.get(here).context["token"],
        "others-TOTAL_FORMS": "1",
        "others-INITIAL_FORMS": "0",
        "unit": room.number,
        "there": "on",
        "note": "By the police, at night",
        "main-gender": "FEMALE",
        "main-age": "24",
        "others-0-age": "0",
    }
    assert page.post(here, form | {"do": "add"}).status_code == 200
    assert not Placement.objects.exists()
    for _twice in range(2):
        page.post(here, form | {"do": "take"})
    placement = Placement.objects.get()
    assert (placement.origin, placement.request, placement.stays.count()) == ("DIRECT", None, 2)
    assert all(stay.arrived_at for stay in placement.stays.all())
    assert "By the police" in text_of(page.get(address("placement", number=placement.number)))
    second = scene.request(piet)
    known = f"{here}?request={second.number}"
    assert "Room 1" not in text_of(page.get(known)), "only free places can be chosen"


def test_names_are_opened_with_a_line_in_the_log_and_printed_after_acceptance(page, piet, room):
    request = scene.request(piet)
    assert "Joyceline" not in text_of(page.get(address("request", number=request.number)))
    assert "Joyceline" in text_of(page.post(address("names", number=request.number)))
    assert "identity" in [line.data for line in about("request", request.number)]
    sheet = page.get(address("intake-report", number=request.number))
    assert sheet.content.startswith(b"%PDF")
    offering.accept(by=piet, offer=offering.offer(by=piet, request=request, unit=room))
    page.get(address("intake-report", number=request.number))
    printed = [line for line in about("request", request.number) if line.event == "print"]
    assert ["identity" in line.data for line in printed] == [True, False]


def test_a_restricted_request_is_nowhere_until_the_glass_is_broken(page, piet) -> None:
    keeper = scene.coordinator("Kees")
    request = scene.request(keeper)
    opening.restrict(by=keeper, group=request.group, keeper=keeper, reason="Threatened")
    for name in ("request", "places", "intake-report"):
        assert page.get(address(name, number=request.number)).status_code == 404
    lists = ("desk", "requests", "hand-over", "joint")
    assert not any(request.number in text_of(page.get(address(name))) for name in lists)
    wrong = page.post(address("openings"), {"number": "H-NONE", "reason": "Tonight"})
    assert wrong.status_code == 422
    sent = {"number": request.number, "reason": "She is at the door"}
    assert page.post(address("openings"), sent).status_code == 302
    assert page.get(address("request", number=request.number)).status_code == 200
    page.force_login(keeper)
    assert "She is at the door" in text_of(page.get(address("openings")))
    opened = BreakGlass.objects.get()
    page.post(address("review", pk=opened.pk), {"justified": "no"})
    opened.refresh_from_db()
    assert opened.justified is False


def test_an_address_is_shown_only_when_asked_for_and_that_is_logged(page, room) -> None:
    site = Site.objects.get()
    url = address("site", number=site.number)
    assert "Nergensstraat" not in text_of(page.get(url))
    assert "Nergensstraat" not in text_of(page.get(address("board")))
    assert "Nergensstraat" in text_of(page.post(url, {"do": "address"}))
    assert "address" in about("site", site.number)[0].data
    same = {"do": "unit", "unit-name": room.name, "unit-beds": "1", "unit-sexes": "ANY"}
    assert page.post(url, same | {"unit-min_age": "18"}).status_code == 422
    assert Unit.objects.count() == 1
    page.post(url, {"do": "confirm"})
    assert site.confirmations.count() == 1
    page.post(address("unit", number=room.number), {"do": "close", "close-reason": "REPAIR"})
    assert not Unit.objects.free().exists()


@pytest.mark.parametrize("name", ["desk", "requests", "hand-over", "joint", "board"])
def test_a_list_asks_as_much_for_twenty_as_for_two(
    page, piet, room, name, django_assert_max_num_queries
) -> None:
    for number in range(20):
        request = scene.request(piet, child=number % 2 == 0)
        unit = scene.unit(room.site, f"Room {number + 2}")
        if number % 4 == 0:
            offering.offer(by=piet, request=request, unit=unit)
    page.get(address(name))
    with django_assert_max_num_queries(34):
        assert page.get(address(name)).status_code == 200


def test_places_ask_as_much_for_twenty_as_for_two(
    page, piet, room, django_assert_max_num_queries
) -> None:
    for number in range(20):
        scene.unit(room.site, f"Room {number + 2}")
        scene.request(piet, consent=Consent.YES)
    request = scene.request(piet)
    with django_assert_max_num_queries(30):
        answer = page.get(address("places", number=request.number))
    assert answer.context["page"].paginator.count == Unit.objects.count()
