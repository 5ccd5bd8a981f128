"""First shelter in a snapshot: each unit is counted for itself, and older snapshots say that they lack it."""

from dataclasses import replace

import pytest

from schakel.care.placement import offering, placing
from schakel.care.placement.tests import scene
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.insight.analysis import answers, snapshots
from schakel.insight.analysis.actions import make_snapshot
from schakel.insight.analysis.faults import Damaged
from schakel.insight.analysis.questions import Question
from schakel.insight.analysis.tests.people import user

pytestmark = pytest.mark.django_db
BY = SystemActor("tests")


@pytest.fixture
def snapshot():
    """A mother with a baby who flowed through to a second scheme, and a woman who was refused."""
    haven = scene.organisation("Haven")
    room, flat = scene.unit(scene.site(haven)), scene.unit(scene.site(haven, "OMM", "Flats"))
    offer = offering.offer(by=BY, request=scene.request(child=True), unit=room)
    offering.accept(by=BY, offer=offer)
    placement = placing.place(by=BY, offer=offer)
    placing.arrive(by=BY, placement=placement)
    placing.transfer(by=BY, placement=placement, unit=flat)
    refused = offering.offer(by=BY, request=scene.request(), unit=room)
    offering.refuse(by=BY, offer=refused, reason="REGION_TIE")
    return make_snapshot(by=BY)


def _counts(snapshot, unit: str, rows: str) -> dict[str, int]:
    table = answers.answer(Question(unit, rows), snapshot.number)
    return {
        line.code: line.cells[-1].count
        for line in (*table.lines, table.total)
        if line.cells[-1].count
    }


def test_every_unit_is_counted_for_itself(snapshot) -> None:
    assert _counts(snapshot, "shelter_requests", "outcome") == {
        "PLACED": 1,
        "MATCHING": 1,
        "TOTAL": 2,
    }
    assert _counts(snapshot, "first_requests", "children") == {"0": 1, "1": 1, "TOTAL": 2}
    assert _counts(snapshot, "shelter_placements", "origin") == {
        "REQUEST": 1,
        "TRANSFER": 1,
        "TOTAL": 2,
    }
    assert _counts(snapshot, "shelter_stays", "scheme") == {"COSM": 2, "OMM": 2, "TOTAL": 4}
    assert _counts(snapshot, "shelter_refusals", "improper") == {"YES": 1, "TOTAL": 1}


def test_the_page_offers_no_records_behind_them(client, snapshot) -> None:
    registrar = user(Role.REGISTRAR)
    client.force_login(registrar)
    assert client.get("/analysis/records/?unit=shelter_stays&rows=scheme").status_code == 404


def test_an_older_snapshot_says_that_it_has_no_shelter(snapshot) -> None:
    opened = snapshots.open(snapshot.number)
    opened.snapshot.schema = 1
    with pytest.raises(Damaged, match="ouder"):
        opened.path("shelter_stays")
    first = snapshots.Files({}, {"reports.parquet": "aa"}, 1)
    assert first.digest != replace(first, version=2).digest
