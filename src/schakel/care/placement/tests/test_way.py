"""The way from a request to a bed and on, and everything that can go wrong on it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from schakel.care.placement import actions, offering, placing
from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.choices import (
    TRANSITIONS,
    AnswerKind,
    Consent,
    Destination,
    Origin,
    Scheme,
    State,
)
from schakel.care.placement.models import Event, Occupancy, OfferAnswer, Placement, Request, Unit
from schakel.care.placement.telling import facts_of
from schakel.care.placement.tests import scene
from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about

pytestmark = pytest.mark.django_db


def state(row: Request) -> str:
    return Request.objects.with_state().get(pk=row.pk).state


@pytest.fixture
def haven():
    return scene.organisation("Haven")


@pytest.fixture
def room(haven):
    return scene.unit(scene.site(haven))


def refused(code: str):
    return pytest.raises(NotPossibleError, match=f"^{code}$")


def test_from_request_to_departure(haven, room) -> None:
    piet, sam = scene.coordinator(), scene.somebody(Role.SHELTER, haven)
    request = scene.request(piet, child=True)
    assert state(request) == State.NEW
    offer = offering.offer(by=piet, request=request, unit=room)
    assert state(request) == State.OFFERED
    assert not Unit.objects.free().exists()
    offering.accept(by=sam, offer=offer)
    placement = placing.place(by=piet, offer=offer)
    placing.arrive(by=sam, placement=placement)
    placing.arrive(by=sam, placement=placement)  # a second click changes nothing
    placing.leave(by=sam, placement=placement, destination=Destination.OWN_HOME)
    assert state(request) == State.ENDED
    assert Unit.objects.free().get() == room
    assert [stay.destination for stay in placement.stays.all()] == ["OWN_HOME", "OWN_HOME"]
    kinds = list(Event.objects.filter(request=request).values_list("kind", flat=True))
    assert kinds == ["ASKED", "OFFERED", "ANSWERED", "PLACED", "ARRIVED", "LEFT"]
    assert {line.actor for line in about("placement", placement.number)} == {
        piet.number,
        sam.number,
    }


def test_a_family_is_one_group_in_one_unit(room) -> None:
    request = scene.request(child=True)
    facts = facts_of(request.group)
    assert (facts["persons"], facts["children"], facts["youngest_child_age"]) == (2, 1, 0)
    offer = offering.offer(by=scene.BY, request=request, unit=room)
    offering.accept(by=scene.BY, offer=offer)
    assert placing.place(by=scene.BY, offer=offer).stays.count() == 2
    assert Occupancy.objects.filter(kind="STAY").count() == 1


def test_the_last_bed_goes_to_one_of_two(room) -> None:
    offering.offer(by=scene.BY, request=scene.request(), unit=room)
    second = scene.request()
    with refused("taken"):
        offering.offer(by=scene.BY, request=second, unit=room)
    assert state(second) == State.NEW


def test_the_database_itself_keeps_two_groups_apart(room) -> None:
    now = timezone.now()
    Occupancy.objects.create(unit=room, kind="STAY", since=now, until=now + timedelta(days=2))
    later = Occupancy.objects.create(unit=room, kind="HOLD", since=now + timedelta(days=2))
    for since, until in ((-1, 1), (0, 1), (1, 9), (-3, None)):
        ends = None if until is None else now + timedelta(days=until)
        with pytest.raises(DatabaseError), transaction.atomic():
            Occupancy.objects.create(
                unit=room, kind="STAY", since=now + timedelta(days=since), until=ends
            )
    with pytest.raises(DatabaseError), transaction.atomic():
        Occupancy.objects.filter(until=now + timedelta(days=2)).update(until=None)
    # A hold that was taken back in the moment that it was made is in nobody's way.
    before = now - timedelta(days=5)
    Occupancy.objects.create(unit=room, kind="HOLD", since=before, until=before)
    around = (before - timedelta(days=1), before + timedelta(days=1))
    Occupancy.objects.create(unit=room, kind="STAY", since=around[0], until=around[1])
    with pytest.raises(DatabaseError), transaction.atomic():
        Occupancy.objects.filter(pk=later.pk).update(since=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        later.delete()


def test_history_and_answers_cannot_be_changed(room) -> None:
    offer = offering.offer(by=scene.BY, request=scene.request(), unit=room)
    offering.refuse(by=scene.BY, offer=offer, reason="FULL")
    for rows in (Event.objects.all(), OfferAnswer.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(reason="OTHER")
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_nothing_is_passed_on_without_consent(room) -> None:
    request = scene.request(consent=Consent.NOT_ASKED)
    with refused("consent"):
        offering.offer(by=scene.BY, request=request, unit=room)
    assert Unit.objects.free().count() == 1


def test_a_shelter_is_told_no_name_before_it_accepts(haven, room) -> None:
    offer = offering.offer(by=scene.BY, request=scene.request(), unit=room)
    assert "FEMALE" in offer.told
    assert "Adewunmi" not in offer.told
    assert "NG" not in offer.told.replace("LANGUAGE", "")


def test_the_first_to_accept_ends_the_others(haven, room) -> None:
    other = scene.unit(room.site, "Room 2")
    request = scene.request()
    first = offering.offer(by=scene.BY, request=request, unit=room)
    second = offering.offer(by=scene.BY, request=request, unit=other)
    offering.accept(by=scene.BY, offer=second)
    assert OfferAnswer.objects.get(offer=first).kind == AnswerKind.TAKEN_BACK
    assert list(Unit.objects.free()) == [room]
    with refused("answered"):
        offering.accept(by=scene.BY, offer=first)


def test_the_last_refusal_of_a_round_brings_the_request_back(room) -> None:
    other = scene.unit(room.site, "Room 2")
    request = scene.request()
    first, second = (
        offering.offer(by=scene.BY, request=request, unit=unit) for unit in (room, other)
    )
    offering.refuse(by=scene.BY, offer=first, reason="REGION_TIE", note="Not from here")
    assert state(request) == State.OFFERED
    offering.refuse(by=scene.BY, offer=second, reason="FULL")
    assert state(request) == State.MATCHING
    assert [answer.improper for answer in OfferAnswer.objects.order_by("pk")] == [True, False]
    with refused("proper"):
        offering.question(by=scene.BY, answer=second.answer, note="Why?")


def test_an_offer_that_nobody_answers_runs_out(room) -> None:
    then = timezone.now() - timedelta(hours=9)
    request = scene.request()
    offer = offering.offer(by=scene.BY, request=request, unit=room, hours=4, at=then)
    assert Unit.objects.free().count() == 1, "a hold ends by itself"
    with refused("expired"):
        offering.accept(by=scene.BY, offer=offer)
    assert (offering.expire(by=scene.BY), offering.expire(by=scene.BY)) == (1, 0)
    assert state(request) == State.MATCHING


def test_flowing_through_is_a_placement_without_a_request(room) -> None:
    request = scene.request(child=True)
    offer = offering.offer(by=scene.BY, request=request, unit=room)
    offering.accept(by=scene.BY, offer=offer)
    cosm = placing.place(by=scene.BY, offer=offer)
    assert cosm.term_ends_on is not None
    with refused("not_there"):
        placing.transfer(by=scene.BY, placement=cosm, unit=room)
    placing.arrive(by=scene.BY, placement=cosm)
    flat = scene.unit(scene.site(room.site.organisation, Scheme.OMM, "Flat"))
    omm = placing.transfer(by=scene.BY, placement=cosm, unit=flat)
    assert (omm.origin, omm.request, omm.previous, omm.term_ends_on) == (
        Origin.TRANSFER,
        None,
        cosm,
        None,
    )
    assert (Request.objects.count(), Placement.objects.count()) == (1, 2)
    assert state(request) == State.PLACED
    placing.leave(by=scene.BY, placement=omm, destination=Destination.OWN_HOME)
    assert state(request) == State.ENDED
    with refused("ended"):
        placing.leave(by=scene.BY, placement=omm, destination=Destination.OWN_HOME)


def test_a_place_that_is_not_wanted_any_more_is_free_at_once(room) -> None:
    request = scene.request()
    offering.accept(by=scene.BY, offer=offering.offer(by=scene.BY, request=request, unit=room))
    offering.move(by=scene.BY, request=request, state=State.REFUSED_BY_CLIENT)
    assert Unit.objects.free().get() == room


def test_who_does_not_come_leaves_the_bed_free(room) -> None:
    request = scene.request()
    offer = offering.offer(by=scene.BY, request=request, unit=room)
    offering.accept(by=scene.BY, offer=offer)
    placement = placing.place(by=scene.BY, offer=offer)
    placing.no_show(by=scene.BY, placement=placement)
    assert state(request) == State.NO_SHOW
    assert Unit.objects.free().count() == 1


def test_a_request_goes_only_where_the_table_says() -> None:
    for here, there in TRANSITIONS.items():
        for target in State.values:
            request = scene.request()
            actions.happened(
                by=scene.BY, kind="STATE", group=request.group, request=request, state=here
            )
            if target in there:
                offering.move(by=scene.BY, request=request, state=target)
                assert state(request) == target
            else:
                with refused("state"):
                    offering.move(by=scene.BY, request=request, state=target)


def test_other_shelters_cannot_answer_or_see(haven, room) -> None:
    offer = offering.offer(by=scene.BY, request=scene.request(), unit=room)
    stranger = scene.somebody(Role.SHELTER, scene.organisation("Elsewhere"))
    with pytest.raises(PermissionDenied):
        offering.accept(by=stranger, offer=offer)
    assert not Unit.objects.visible_to(stranger).exists()
