"""People who have a place get the next one by request and offer, and never have two."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from schakel.care.placement import asking, offering, placing
from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.asking import RequestData
from schakel.care.placement.choices import Consent, Origin, Scheme, State
from schakel.care.placement.counting import counted
from schakel.care.placement.figures import year_figures
from schakel.care.placement.models import Event, Occupancy, Placement, Request
from schakel.care.placement.tests import scene
from schakel.foundation.accounts.choices import Role

pytestmark = pytest.mark.django_db
NEXT = RequestData(people=(), scheme=Scheme.OMM, consent=Consent.YES)


def as_user(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    return answer.content.decode()


def states() -> list[str]:
    return [row.state for row in Request.objects.with_state().order_by("pk")]


@pytest.fixture
def linde():
    return scene.organisation("Linde", "CARE_COORDINATION")


@pytest.fixture
def carla(linde):
    return scene.somebody(Role.CARE_COORDINATOR, linde)


@pytest.fixture
def haven():
    return scene.organisation("Haven")


@pytest.fixture
def flat():
    return scene.unit(scene.site(scene.organisation("Beacon"), Scheme.OMM, "Zeezicht"), "Flat 1")


@pytest.fixture
def cosm(haven, linde, carla):
    """A mother and her baby who are in the COSM; her own care coordinator asked for it."""
    then = timezone.now() - timedelta(days=80)
    request = scene.request(carla, at=linde, child=True, asked_at=then)
    room = scene.unit(scene.site(haven))
    offer = offering.offer(by=scene.BY, request=request, unit=room, at=then)
    offering.accept(by=scene.BY, offer=offer, at=then)
    made = placing.place(by=scene.BY, offer=offer, care=linde, at=then)
    placing.arrive(by=scene.BY, placement=made, at=then)
    return made


def test_the_next_place_is_asked_offered_and_taken_without_ever_having_two(
    cosm, flat, haven
) -> None:
    page = as_user(scene.coordinator())
    here = f"/placement/groups/{cosm.group.number}/again/?next=1"
    assert here in text(page.get(f"/placement/placements/{cosm.number}/"))
    token = page.get(here).context["token"]
    sent = {"token": token, "priority": "3_NORMAL", "consent": "YES", "scheme": "OMM"}
    for _twice in range(2):
        page.post(here, sent)
    request = Request.objects.get(follows=cosm)
    assert states() == [State.PLACED, State.NEW]
    home = as_user(scene.somebody(Role.SHELTER, haven))
    assert "er wordt een andere plek gezocht" in text(home.get("/shelter/"))
    offer = offering.offer(by=scene.BY, request=request, unit=flat)
    offering.accept(by=scene.BY, offer=offer)
    told = text(home.get(f"/shelter/stays/{cosm.number}/"))
    assert "gaat door naar een andere plek" in told
    assert not any(secret in told for secret in ("Beacon", "Zeezicht", "Flat 1", "OMM"))
    assert Occupancy.objects.filter(kind="STAY", until=None).count() == 1
    asked = f"/placement/requests/{request.number}/"
    assert "houden die plek" in text(page.get(asked))
    page.post(f"/placement/offers/{offer.number}/", {"do": "place"})
    assert "houden die plek" not in text(page.get(asked))
    made = Placement.objects.get(request=request)
    assert (made.origin, made.previous) == (Origin.REQUEST, cosm)
    assert states() == [State.ENDED, State.PLACED]
    cosm.occupancy.refresh_from_db()
    assert cosm.occupancy.until == made.occupancy.since
    assert set(cosm.stays.values_list("destination", "left_at")) == {("TRANSFER", made.placed_at)}
    assert set(made.stays.values_list("arrived_at", flat=True)) == {made.placed_at}
    assert Occupancy.objects.filter(kind="STAY", until=None).get() == made.occupancy
    kinds = Event.objects.filter(placement__in=[cosm, made]).order_by("pk")
    assert list(kinds.values_list("kind", flat=True))[-3:] == ["LEFT", "PLACED", "ARRIVED"]
    gone = text(home.get(f"/shelter/stays/{cosm.number}/"))
    assert not any(secret in gone for secret in ("Beacon", "Zeezicht", "Flat 1", made.number))
    placing.leave(by=scene.BY, placement=made, destination="OWN_HOME")
    assert states() == [State.ENDED, State.ENDED]


def test_it_counts_as_a_request_and_not_as_a_first_one(cosm, flat) -> None:
    request = asking.ask_for_follow_up(by=scene.BY, group=cosm.group, data=NEXT)
    offer = offering.offer(by=scene.BY, request=request, unit=flat)
    offering.accept(by=scene.BY, offer=offer)
    placing.place(by=scene.BY, offer=offer)
    rows = counted()
    assert [(row.first, row.follow_up) for row in rows.requests] == [(True, False), (False, True)]
    last = rows.placements[-1]
    assert (last.origin, last.before) == ("REQUEST", "COSM")
    found = year_figures(timezone.localdate().year)
    omm = next(one for one in found.schemes if one.scheme == Scheme.OMM)
    assert (omm.requests, omm.first_requests, omm.follow_up_requests) == (1, 0, 1)
    assert (omm.placed_on_request, omm.followed_up, omm.flowed_through) == (1, 1, 0)


def test_who_coordinates_the_care_or_asked_may_ask_and_nobody_else(cosm, carla, linde) -> None:
    page = as_user(carla)
    own = cosm.request.number
    assert f"?next={own}" in text(page.get(f"/shelter-requests/{own}/"))
    for number in (cosm.number, own):
        here = f"/shelter-requests/new/?next={number}"
        token = page.get(here).context["token"]
        page.post(here, {"token": token, "priority": "2_DAYS", "consent": "YES"})
        made = Request.objects.get(follows=cosm, asked_by=linde, channel="PORTAL")
        waits = page.post(here, {"token": "", "priority": "2_DAYS", "consent": "YES"})
        assert waits.status_code == 422
        Event.objects.create(
            kind="STATE", group=cosm.group, request=made, state=State.WITHDRAWN, by="tests"
        )
        Request.objects.filter(pk=made.pk).update(follows=None)
    stranger = scene.somebody(Role.CARE_COORDINATOR, scene.organisation("Else", "POLICE"))
    for number in (cosm.number, own):
        assert as_user(stranger).get(f"/shelter-requests/new/?next={number}").status_code == 404
    with pytest.raises(PermissionDenied):
        asking.ask_for_follow_up(by=stranger, group=cosm.group, data=NEXT)


def test_an_emergency_or_a_shelter_that_was_quicker_leaves_nobody_in_two_places(cosm, flat) -> None:
    request = asking.ask_for_follow_up(by=scene.BY, group=cosm.group, data=NEXT)
    crisis = scene.unit(cosm.unit.site, "Crisis")
    moved = placing.transfer(by=scene.BY, placement=cosm, unit=crisis)
    offer = offering.offer(by=scene.BY, request=request, unit=flat)
    offering.accept(by=scene.BY, offer=offer)
    placing.leave(by=scene.BY, placement=moved, destination="TRANSFER")
    made = placing.place(by=scene.BY, offer=offer)
    assert (made.previous, made.stays.there().count()) == (moved, 0)
    placing.arrive(by=scene.BY, placement=made)
    assert Occupancy.objects.filter(kind="STAY", until=None).count() == 1
    placing.leave(by=scene.BY, placement=made, destination="FAMILY")
    with pytest.raises(NotPossibleError, match="not_there"):
        asking.ask_for_follow_up(by=scene.BY, group=cosm.group, data=NEXT)
