"""What practice must hear of: counted, handed up once, and without a person in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from schakel.care.placement import offering
from schakel.care.placement.choices import RefusalReason
from schakel.care.placement.models import Placement
from schakel.care.placement.signalling import WAITING_THRESHOLD, hand_up_signals
from schakel.care.placement.tests import scene
from schakel.network.signals.choices import Theme
from schakel.network.signals.models import Signal, SignalStep
from schakel.network.signals.queries import institutions

pytestmark = pytest.mark.django_db


def standing() -> dict[str, int]:
    return {row.theme: row.count for row in Signal.objects.with_state()}


def refuse(unit, reason: str) -> None:
    offer = offering.offer(by=scene.BY, request=scene.request(), unit=unit)
    offering.refuse(by=scene.BY, offer=offer, reason=reason)


def test_improper_refusals_are_counted_per_institution_and_handed_up_once() -> None:
    haven, quay = scene.organisation("Haven"), scene.organisation("Quay")
    rooms = [scene.unit(scene.site(party)) for party in (haven, quay)]
    for _number in range(2):
        refuse(rooms[0], RefusalReason.REGION_TIE)
    refuse(rooms[1], RefusalReason.FULL)
    hand_up_signals(by=scene.BY)
    steps = SignalStep.objects.count()
    call_command("watch_shelter", verbosity=0)
    assert SignalStep.objects.count() == steps
    row = Signal.objects.with_state().get(theme=Theme.REGION_TIE)
    assert (row.organisation, row.count, row.state) == (haven, 2, "NEW")
    refuse(rooms[0], RefusalReason.REGION_TIE)
    hand_up_signals(by=scene.BY)
    assert Signal.objects.filter(theme=Theme.REGION_TIE).count() == 1
    assert standing()[Theme.REGION_TIE] == 3
    table = institutions(scene.coordinator())
    assert [(name, counts) for name, counts, _total in table.rows] == [("Haven", [3])]


def test_a_full_scheme_a_long_list_and_stays_over_term() -> None:
    haven = scene.organisation("Haven")
    unit = scene.unit(scene.site(haven))
    offer = offering.offer(by=scene.BY, request=scene.request(), unit=unit)
    for _number in range(WAITING_THRESHOLD):
        scene.request()
    hand_up_signals(by=scene.BY)
    assert standing() == {
        Theme.SCHEME_FULL: WAITING_THRESHOLD + 1,
        Theme.WAITING_LIST: WAITING_THRESHOLD + 1,
    }
    Placement.objects.bulk_create([_long_stay(offer)])
    hand_up_signals(by=scene.BY)
    assert standing()[Theme.OVERSTAY] == 1


def _long_stay(offer) -> Placement:
    return Placement(
        group=offer.request.group,
        origin="DIRECT",
        unit=offer.unit,
        scheme="COSM",
        occupancy=offer.hold,
        placed_at=timezone.now() - timedelta(days=120),
        placed_by="tests",
        term_ends_on=timezone.localdate() - timedelta(days=30),
    )


def test_no_number_of_a_case_goes_along() -> None:
    """The rows below the line hold nothing by which somebody could find a request or a group."""
    haven = scene.organisation("Haven")
    unit = scene.unit(scene.site(haven))
    offer = offering.offer(by=scene.BY, request=scene.request(), unit=unit)
    offering.refuse(
        by=scene.BY,
        offer=offer,
        reason=RefusalReason.REGION_TIE,
        note="Joyceline Adewunmi is not from here.",
    )
    hand_up_signals(by=scene.BY)
    held = str(list(Signal.objects.values())) + str(list(SignalStep.objects.values()))
    numbers = (offer.number, offer.request.number, offer.request.group.number, unit.number)
    assert not any(text in held for text in (*numbers, "Joyceline", "Adewunmi", unit.site.number))


def test_the_quarter_is_that_of_the_refusal() -> None:
    unit = scene.unit(scene.site(scene.organisation("Haven")))
    request = scene.request(at=None)
    at = datetime(2026, 3, 31, 12, tzinfo=UTC)
    offer = offering.offer(by=scene.BY, request=request, unit=unit, at=at)
    offering.refuse(by=scene.BY, offer=offer, reason=RefusalReason.REGION_TIE, at=at)
    hand_up_signals(by=scene.BY, today=date(2026, 4, 2))
    row = Signal.objects.get(theme=Theme.REGION_TIE)
    assert (row.since, row.until) == (date(2026, 1, 1), date(2026, 3, 31))
