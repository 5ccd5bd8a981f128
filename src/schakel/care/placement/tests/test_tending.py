"""What is mailed to whom, and what time does: offers run out, what nobody takes further comes up again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation

from schakel.care.placement import following, offering, opening, placing
from schakel.care.placement.choices import Priority
from schakel.care.placement.deciding import decide
from schakel.care.placement.models import Event, Offer, Request, Unit
from schakel.care.placement.tending import stalled, stalls, tend
from schakel.care.placement.tests import scene
from schakel.care.placement.work import comes_up
from schakel.foundation.accounts.choices import Role
from schakel.foundation.notices.models import Notice
from schakel.foundation.notices.tasks import mail_of, send_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def haven():
    return scene.organisation("Haven")


@pytest.fixture
def room(haven):
    return scene.unit(scene.site(haven))


@pytest.fixture
def sam(haven):
    return scene.somebody(Role.SHELTER, haven, "Sam")


def told() -> list[tuple[str, str]]:
    """(to whom, about what) of every mail on its way, oldest first."""
    rows = Notice.objects.order_by("pk").select_related("user")
    return [(row.user.name, row.kind.removeprefix("placement/mail/")) for row in rows]


def test_everybody_hears_what_waits_for_them_and_nothing_personal(sam, room) -> None:
    piet, linde = scene.coordinator("Piet"), scene.organisation("Linde", "CARE_COORDINATION")
    carla = scene.somebody(Role.CARE_COORDINATOR, linde, "Carla")
    scene.somebody(Role.SHELTER, scene.organisation("Elsewhere"), "Stranger")
    request = scene.request(carla, at=linde)
    following.ask_asker(by=piet, request=request, text="Does she have a dog?")
    following.reply(by=carla, request=request, text="No")
    refused = offering.offer(by=piet, request=request, unit=room)
    offering.refuse(by=sam, offer=refused, reason="REGION_TIE", note="Joyceline Adewunmi")
    offer = offering.offer(by=piet, request=request, unit=scene.unit(room.site, "Room 2"))
    offering.accept(by=sam, offer=offer)
    placement = placing.place(by=piet, offer=offer, care=linde)
    opening.restrict(by=piet, group=request.group, keeper=piet, reason="Threatened")
    opening.break_glass(by=scene.coordinator("Petra"), group=request.group, reason="Tonight")
    assert told() == [
        ("Carla", "question"),
        ("Piet", "replied"),
        ("Sam", "offer"),
        ("Piet", "offer_refused"),
        ("Sam", "offer"),
        ("Piet", "offer_accepted"),
        ("Sam", "placed"),
        ("Carla", "care"),
        ("Piet", "opened"),
    ]
    assert placement.care == linde
    send_round(by=scene.BY)
    for sent in mail.outbox:
        text = sent.subject + sent.body
        assert not any(
            word in text for word in ("Adewunmi", "Joyceline", "Haven", "Room", "http", "dog")
        ), text
    with translation.override("nl"):
        assert (
            "antwoord niet per mail" in mail_of(Notice.objects.order_by("pk").first()).body.lower()
        )


def test_an_offer_is_remembered_runs_out_and_comes_up_again(sam, room) -> None:
    scene.coordinator("Piet")
    request = scene.request(priority=Priority.TONIGHT)
    start = timezone.now()
    offering.offer(by=scene.BY, request=request, unit=room, hours=4, at=start)
    Notice.objects.all().delete()

    def later(hours: float) -> list[tuple[str, str]]:
        Notice.objects.all().delete()
        for _twice in range(2):
            tend(by=scene.BY, now=start + timedelta(hours=hours))
        return told()

    assert later(2) == []
    assert later(3.5) == [("Sam", "offer_ends")]
    assert later(4.1) == [("Piet", "offer_expired")]
    assert Unit.objects.free(start + timedelta(hours=4.2)).get() == room
    assert later(4.5) == []
    assert [row.pk for row in stalled(scene.BY, start + timedelta(hours=5.5))] == [request.pk]
    assert later(5.5) == [("Piet", "stalled")]


def test_the_next_in_the_order_has_its_turn_and_who_is_not_free_is_passed_by(sam, room) -> None:
    piet = scene.coordinator("Piet")
    request = scene.request(piet)
    units = [room, *(scene.unit(room.site, f"Room {number}") for number in (2, 3, 4))]
    start = timezone.now()
    first = decide(
        by=piet, request=request, chosen=units, in_order=True, hours=2, deviation="Known there"
    )[0]
    placing.place_directly(by=piet, who=scene.request(piet).group, unit=units[1])
    late = start + timedelta(hours=2.1)
    done = tend(by=scene.BY, now=late)
    assert (done.expired, done.offered, tend(by=scene.BY, now=late).offered) == (1, 1, 0)
    second = Offer.objects.open().get()
    assert (second.unit, second.by_itself, second.decision) == (units[2], True, first.decision)
    assert second.expires_at - second.sent_at == timedelta(hours=2)
    assert Event.objects.get(kind="SKIPPED").note == "Site, Room 2"
    offering.refuse(by=sam, offer=second, reason="FULL")
    third = Offer.objects.open().get()
    assert third.unit == units[3]
    offering.take_back(by=piet, offer=third)
    assert not Offer.objects.open().exists(), "taken back by hand: somebody wants to choose"
    assert [name for name, kind in told() if kind == "offer"] == ["Sam"] * 3


def test_closing_a_request_takes_its_offers_back_and_tells_no_name(sam, room) -> None:
    piet = scene.coordinator("Piet")
    request = scene.request(piet)
    for unit in (room, scene.unit(room.site, "Room 2")):
        offering.offer(by=piet, request=request, unit=unit)
    offering.move(by=piet, request=request, state="REFUSED_BY_CLIENT", note="Joy Ade says no")
    assert Unit.objects.free().count() == 2
    assert [kind for name, kind in told() if name == "Sam"] == [
        "offer",
        "offer",
        *["taken_back"] * 2,
    ]
    Notice.objects.exclude(kind__endswith="taken_back").delete()
    send_round(by=scene.BY)
    assert not any("Ade" in sent.subject + sent.body for sent in mail.outbox)


def test_who_is_on_a_request_hears_first_and_then_everybody(room) -> None:
    piet = scene.coordinator("Piet")
    scene.coordinator("Petra")
    request = scene.request(piet, priority=Priority.TONIGHT)
    request.coordinator = piet
    request.save()
    first, second = (timezone.now() + timedelta(hours=hours) for hours in (1.1, 2.1))
    tend(by=scene.BY, now=first)
    assert told() == [("Piet", "stalled")]
    tend(by=scene.BY, now=second)
    assert sorted(told()[1:]) == [("Petra", "stalled"), ("Piet", "stalled")]


def test_the_desk_says_what_stands_still_and_when_everybody_hears_it(room) -> None:
    piet, petra = scene.coordinator("Piet"), scene.coordinator("Petra")
    now = timezone.now()
    ages = {Priority.TONIGHT: 1.5, Priority.DAYS: 30, Priority.NORMAL: 5}
    made = {
        priority: scene.request(piet, priority=priority, asked_at=now - timedelta(hours=hours))
        for priority, hours in ages.items()
    }
    Request.objects.filter(priority=Priority.TONIGHT).update(coordinator=piet)
    kept = scene.request(petra, priority=Priority.TONIGHT, asked_at=now - timedelta(hours=9))
    opening.restrict(by=petra, group=kept.group, keeper=petra, reason="Threatened")
    found = [(stall.request, stall.told) for stall in stalls(piet, now)]
    assert found == [(made[Priority.DAYS], 2), (made[Priority.TONIGHT], 1)]
    with translation.override("nl"):
        assert (
            comes_up(stalls(piet, now)[1])
            == "wie eraan werkt heeft een mail gehad; alle coördinatoren over 30 minuten"
        )
    page = Client()
    page.force_login(piet)
    html = page.get("/placement/").content.decode()
    assert 'id="stalls"' in html
    assert kept.number not in html


def test_what_a_shelter_accepted_must_be_confirmed(sam, room) -> None:
    scene.coordinator("Piet")
    offer = offering.offer(by=scene.BY, request=scene.request(), unit=room)
    offering.accept(by=sam, offer=offer)
    Notice.objects.all().delete()
    tend(by=scene.BY, now=timezone.now() + timedelta(hours=2.1))
    assert told() == [("Piet", "stalled")]


def test_the_command_does_a_round(capsys, room) -> None:
    then = timezone.now() - timedelta(hours=9)
    offering.offer(by=scene.BY, request=scene.request(), unit=room, at=then)
    call_command("tend_offers")
    assert capsys.readouterr().out.startswith("1 offers ran out")
