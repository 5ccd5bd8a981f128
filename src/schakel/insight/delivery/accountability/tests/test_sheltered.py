"""First shelter in the quarterly statement: what it counts, and what a quarter is too small to tell."""

from datetime import date, datetime
from random import Random

import pytest
from django.utils import timezone

from schakel.care.placement.demo.history import History
from schakel.care.placement.demo.houses import HAVEN, build
from schakel.care.placement.models import Placement, Request
from schakel.care.placement.tests import scene
from schakel.insight.analysis.actions import make_snapshot
from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.accountability import sheltered
from schakel.insight.delivery.accountability.choices import Quarter
from schakel.insight.delivery.accountability.parts import provider_of
from schakel.insight.delivery.accountability.protection import figures_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def snapshot(settings, tmp_path):
    """A year and a half of invented shelter."""
    settings.SCHAKEL_SNAPSHOTS = tmp_path / "snapshots"
    haven = scene.organisation(HAVEN)
    history = History(Random(3), build(scene.BY, haven), [haven], date(2025, 12, 31))
    history.play(date(2024, 7, 1))
    history.rows.save()
    return make_snapshot(by=scene.BY)


def _sum(counted, measure: str) -> int:
    return sum(number for codes, number in counted.cells.items() if measure in codes[0].split("|"))


def _between(first: date, last: date) -> tuple[datetime, datetime]:
    made = (datetime(day.year, day.month, day.day) for day in (first, last))  # noqa: DTZ001
    return tuple(map(timezone.make_aware, made))


def test_requests_and_placements_of_the_quarter(snapshot) -> None:
    found = provider_of("placements")(Quarter(2025, 2), snapshot)
    first, last = _between(date(2025, 4, 1), date(2025, 7, 1))
    asked = Request.objects.filter(asked_at__gte=first, asked_at__lt=last)
    placed = Placement.objects.filter(placed_at__gte=first, placed_at__lt=last)
    assert _sum(found, "REQUESTS") == asked.count() > 20
    assert _sum(found, "PLACEMENTS") == placed.count() > 20
    assert _sum(found, "FLOWED_THROUGH") == placed.filter(origin="TRANSFER").count()


def test_nothing_true_and_small_is_kept(snapshot) -> None:
    quarter = Quarter(2025, 2)
    kept = figures_of(sheltered.placements(quarter, snapshot), "placements", quarter)
    assert all(verdict["passed"] is not False for verdict in kept["verdicts"])
    numbers = [number for counts in kept["counts"].values() for number in counts.values()]
    assert not {1, 2, 3, 4} & set(numbers)


def test_waiting_stands_in_the_last_quarter_of_the_year_for_a_quarter_is_too_small(
    snapshot,
) -> None:
    spring, winter = Quarter(2025, 2), Quarter(2025, 4)
    small = figures_of(sheltered.waiting(spring, snapshot), "waiting", spring)
    whole = figures_of(sheltered.waiting(winter, snapshot), "waiting", winter)
    assert small["few"]
    assert not small["splits"]
    assert not whole["few"]
    assert "waited=DAYS_0_1" in whole["counts"]["PLACED_REQUESTS_OF_YEAR"]


def test_a_snapshot_from_before_says_nothing_of_shelter(snapshot) -> None:
    before = Snapshot(number=snapshot.number, schema=1)
    assert sheltered.placements(Quarter(2025, 2), before) is None
    assert sheltered.waiting(Quarter(2025, 2), before) is None
