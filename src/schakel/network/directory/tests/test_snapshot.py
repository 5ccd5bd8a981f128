"""The directory in the memory of a process is the one in the database: on every day, after every change."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.foundation.geography.queries import municipality
from schakel.network.directory.actions import (
    add_listings,
    change_listing,
    end_listing,
    note_checked,
    place_listing,
)
from schakel.network.directory.ages import EVERYBODY, Ages, in_words, merged, overlap
from schakel.network.directory.choices import AGES, AgeBand
from schakel.network.directory.models import Coverage
from schakel.network.directory.queries import Wanted, find
from schakel.network.directory.tests.scene import BY, add

HAGUE = {"municipality_id": "GM0518"}
FIRST = date(2026, 1, 1)
# The Hague, a neighbour, their region, another region, everywhere.
PLACES = (
    HAGUE,
    {"municipality_id": "GM0546"},
    {"police_unit_id": "DH"},
    {"police_unit_id": "LB"},
    {},
)
age = st.none() | st.integers(0, 60)
ages = st.tuples(age, age).filter(lambda one: None in one or one[0] <= one[1])
days = st.none() | st.integers(0, 20).map(lambda n: FIRST + timedelta(days=n))
span = st.tuples(days, days).filter(lambda one: None in one or one[0] <= one[1])
area = st.tuples(st.sampled_from(PLACES), ages, span).map(
    lambda one: {
        **one[0],
        **dict(zip(("min_age", "max_age"), one[1], strict=True)),
        **dict(zip(("valid_from", "valid_to"), one[2], strict=True)),
    }
)


def helping(band: str, day: date) -> set[int]:
    """Who helps in The Hague by the tables themselves."""
    rows = Coverage.objects.valid_on(day).select_related("listing")
    return {
        row.listing_id
        for row in rows
        if (row.municipality_id, row.police_unit_id)
        in (("GM0518", None), (None, "DH"), (None, None))
        and (not band or overlap((row.min_age, row.max_age), AGES[AgeBand(band)]))
    }


@pytest.mark.django_db
@given(
    st.lists(st.lists(area, min_size=1, max_size=4), min_size=1, max_size=4),
    st.sampled_from(["", *AgeBand.values]),
    st.integers(-1, 21),
)
@settings(max_examples=25, deadline=None)
def test_what_is_found_is_what_the_tables_say(
    entries: list[list[dict[str, Any]]], band: str, ahead: int
) -> None:
    day = FIRST + timedelta(days=ahead)
    with transaction.atomic():
        rows = [{"name": "x", "kind": "OTHER", "is_public": True, "areas": one} for one in entries]
        add_listings(by=BY, rows=rows)
        found = find(municipality("GM0518"), Wanted(age=band), on=day)
        assert {one.listing.pk for one in found} == helping(band, day)
        for one in found:
            for year in range(0, 100, 3):
                mine = [area for area in one.areas if overlap(area.ages, (year, year))]
                assert bool(mine) == any(overlap(ages, (year, year)) for ages in one.ages)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_every_change_is_seen_at_once_and_what_was_undone_never_was(client: Client) -> None:
    row = add(HAGUE, name="Punt Oud")

    def page() -> str:
        return client.get("/help/?municipality=GM0518").content.decode()

    assert "Punt Oud" in page()
    with transaction.atomic():
        change_listing(by=BY, listing=row, name="Punt Teruggedraaid")
        assert "Punt Teruggedraaid" in page()
        transaction.set_rollback(True)
    assert "Punt Oud" in page()
    assert "kan veranderd zijn" in page()
    note_checked(by=BY, listing=row)
    assert "kan veranderd zijn" not in page()
    today = date.today()  # noqa: DTZ011 - as good as any
    end_listing(by=BY, listing=row, on=today)
    assert "Punt Oud" not in page()
    end_listing(by=BY, listing=row, on=None)
    place_listing(by=BY, listing=row, on=today, areas=[{"municipality_id": "GM0546"}])
    assert "Punt Oud" not in page()


@pytest.mark.pure
@given(st.lists(ages, min_size=1, max_size=5), st.integers(0, 80))
@settings(max_examples=100)
def test_merged_ages_are_the_same_ages(ranges: list[Ages], year: int) -> None:
    found = merged(ranges)
    assert any(overlap(one, (year, year)) for one in ranges) == any(
        overlap(one, (year, year)) for one in found
    )
    assert len(found) <= len(ranges)
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(found))


@pytest.mark.pure
def test_ages_in_words() -> None:
    assert merged([(23, None), (0, 22)]) == (EVERYBODY,)
    assert [in_words(one) for one in merged([(None, 17), (23, None)])] == [
        "tot en met 17 jaar",
        "23 jaar of ouder",
    ]
    assert in_words(EVERYBODY) == ""
