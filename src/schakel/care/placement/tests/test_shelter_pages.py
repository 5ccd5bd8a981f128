"""A shelter on its own pages: the board, the weekly list, an offer, and the people it takes."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.care.placement import offering, placing, stocking
from schakel.care.placement.boards import boards
from schakel.care.placement.models import Confirmation, Extension, OfferAnswer, Stay, Unit
from schakel.care.placement.tests import scene
from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about

pytestmark = pytest.mark.django_db
NAMES = ("Adewunmi", "Joyceline")


@pytest.fixture
def haven():
    return scene.organisation("Haven")


@pytest.fixture
def sam(haven):
    return scene.somebody(Role.SHELTER, haven)


@pytest.fixture
def room(haven):
    return scene.unit(scene.site(haven))


@pytest.fixture
def browser(sam):
    client = Client()
    client.force_login(sam)
    return client


def path(name: str, *args: str) -> str:
    return reverse(f"shelter:{name}", args=args)


def text(answer: Any) -> str:
    return answer.content.decode()


def offered(room: Unit, **more: Any):
    return offering.offer(by=scene.BY, request=scene.request(child=True), unit=room, **more)


def placed(room: Unit, days: int = 0):
    then = timezone.now() - timedelta(days=days, hours=1)
    offer = offered(room, at=then)
    offering.accept(by=scene.BY, offer=offer, at=then)
    return placing.place(by=scene.BY, offer=offer, at=then)


def week(browser: Client, **answers: str) -> dict[str, str]:
    """The list as the page has it, with other answers."""
    form = browser.get(path("weekly")).context["form"]
    filled = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in (filled | answers).items()}


def test_the_board_tells_how_each_place_stands_without_names(
    browser, room, django_assert_max_num_queries
) -> None:
    free = scene.unit(room.site, "Room 2")
    for number in range(3, 9):
        placed(scene.unit(room.site, f"Room {number}"), days=100)
    offered(room)
    with django_assert_max_num_queries(22):
        page = text(browser.get(path("board")))
    assert [line.state for line in boards_of(room)] == ["HELD", "FREE", *["EXPECTED"] * 6]
    assert free.name in page
    assert not any(name in page for name in (*NAMES, "Nergensstraat"))


def test_an_offer_shows_what_one_must_know_and_names_come_after_placement(browser, room) -> None:
    offer = offered(room)
    page = text(browser.get(path("offer", offer.number)))
    assert "Vrouw" in page
    assert not any(name in page for name in (*NAMES, "Talen van de begeleiding"))
    for _twice in range(2):
        browser.post(path("offer", offer.number), {"do": "accept", "yes-note": ""})
    assert OfferAnswer.objects.get().kind == "ACCEPTED"
    assert not any(name in text(browser.get(path("offer", offer.number))) for name in NAMES)
    placement = placing.place(by=scene.BY, offer=offer)
    assert all(name in text(browser.get(path("stay", placement.number))) for name in NAMES)
    assert "identity" in about("placement", placement.number)[0].data


def test_a_region_may_be_given_as_reason_and_is_counted(browser, room) -> None:
    offer = offered(room)
    answer = browser.post(
        path("offer", offer.number), {"do": "refuse", "no-reason": "REGION_TIE"}, follow=True
    )
    assert OfferAnswer.objects.get().improper
    assert "geteld" in text(answer)
    assert "Vrouw" not in text(answer), "who refused need not know any more"


def test_arrival_longer_stay_and_departure_per_person(browser, room) -> None:
    placement = placed(room, days=100)
    stay = path("stay", placement.number)
    for _twice in range(2):
        browser.post(stay, {"do": "arrive"})
    until = (timezone.localdate() + timedelta(days=20)).isoformat()
    longer = {"do": "extend", "extend-until_day": until, "extend-reason": "NO_HOUSING"}
    for _twice in range(2):
        browser.post(stay, longer)
    assert Extension.objects.count() == 1
    child = placement.group.clients.get(kin="CHILD")
    gone = {"do": "leave", "leave-who": [child.pk], "leave-destination": "FAMILY"}
    browser.post(stay, gone)
    assert list(Stay.objects.order_by("pk").values_list("destination", flat=True)) == ["", "FAMILY"]
    browser.post(stay, {"do": "leave", "leave-destination": "OWN_HOME"})
    assert Unit.objects.free().get() == room
    assert not any(name in text(browser.get(stay)) for name in NAMES), "they are gone"


def test_the_weekly_list_confirms_at_once_and_twice_is_once(browser, room) -> None:
    scene.unit(room.site, "Room 2")
    as_it_stands = week(browser)
    for _twice in range(2):
        assert browser.post(path("weekly"), as_it_stands).status_code == 302
    said = Confirmation.objects.get()
    assert (said.free_units, said.changed) == (2, False)


def test_the_weekly_list_changes_what_is_different(browser, room) -> None:
    other, third = (scene.unit(room.site, name) for name in ("Room 2", "Room 3"))
    gone, stays = placed(room, days=100), placed(third, days=100)
    for placement in (gone, stays):
        placing.arrive(by=scene.BY, placement=placement)
    answers = {f"word_{room.pk}": "LEFT", f"to_{room.pk}": "OWN_HOME", f"word_{other.pk}": "CLOSED"}
    refused = browser.post(path("weekly"), week(browser, **answers))
    assert refused.status_code == 422, "why closed, and until when does the other one stay?"
    assert not Confirmation.objects.exists()
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    answers |= {
        f"why_{other.pk}": "STAFF",
        f"until_{third.pk}": until,
        f"longer_{third.pk}": "MEDICAL",
    }
    sent = week(browser, **answers)
    for _twice in range(2):
        assert browser.post(path("weekly"), sent).status_code == 302
    assert [line.state for line in boards_of(room)] == ["FREE", "CLOSED", "STAY"]
    assert Extension.objects.get().placement == stays
    assert Confirmation.objects.get().changed


def boards_of(room: Unit) -> list[Any]:
    sam = scene.somebody(Role.SHELTER, room.site.organisation, "other")
    return [line for board in boards(sam) for line in board.lines]


def test_a_page_that_is_old_says_what_changed_and_keeps_nothing(browser, room) -> None:
    other = scene.unit(room.site, "Room 2")
    old = week(browser, **{f"word_{room.pk}": "CLOSED", f"why_{room.pk}": "STAFF"})
    stocking.close_unit(by=scene.BY, unit=other, reason="REPAIR")
    answer = browser.post(path("weekly"), old)
    assert answer.status_code == 409
    assert [line.unit for line in answer.context["changed"]] == [other]
    assert Unit.objects.free().get() == room, "nothing was kept"
    assert answer.context["form"][f"word_{room.pk}"].value() == "CLOSED", (
        "what was said is still there"
    )


def test_a_unit_is_closed_opened_and_described(browser, room) -> None:
    unit = path("unit", room.number)
    for _twice in range(2):
        browser.post(unit, {"do": "close", "close-reason": "STAFF"})
    assert not Unit.objects.free().exists()
    for _twice in range(2):
        browser.post(unit, {"do": "open"})
    assert Unit.objects.free().exists()
    facts = {
        "sexes": "MEN",
        "min_age": 18,
        "beds": 1,
        "children": 0,
        "safety": 2,
        "languages": ["en"],
    }
    browser.post(unit, {"do": "facts", "takes_lvb": "False", **facts})
    room.refresh_from_db()
    assert (room.sexes, room.takes_lvb, room.takes_addiction, room.languages) == (
        "MEN",
        False,
        None,
        "en",
    )


def test_what_is_of_others_does_not_exist(browser, room) -> None:
    theirs = scene.unit(scene.site(scene.organisation("Elsewhere")))
    placement = placed(theirs)
    pages = (("unit", theirs), ("offer", placement.offer), ("stay", placement))
    for name, row in pages:
        assert browser.get(path(name, row.number)).status_code == 404
        assert browser.post(path(name, row.number), {"do": "open"}).status_code == 404
    coordinator = Client()
    coordinator.force_login(scene.coordinator())
    assert coordinator.get(path("board")).status_code == 403
