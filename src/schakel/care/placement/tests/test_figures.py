"""Requests, first requests, placements and flow-through differ as they should; counted against plain SQL."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.utils import timezone

from schakel.care.placement import offering, placing
from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.asking import RequestData, ask_again
from schakel.care.placement.choices import Consent, Scheme
from schakel.care.placement.counting import counted
from schakel.care.placement.demo.history import History
from schakel.care.placement.demo.houses import HAVEN, build
from schakel.care.placement.figures import year_figures
from schakel.care.placement.models import Placement
from schakel.care.placement.tests import scene
from schakel.foundation.accounts.choices import Role

pytestmark = pytest.mark.django_db
JANUARY = datetime(2025, 1, 10, 12, tzinfo=UTC)


def _placed(room, **given):
    request = scene.request(asked_at=JANUARY, **given)
    at = JANUARY + timedelta(days=2)
    offer = offering.offer(by=scene.BY, request=request, unit=room, at=at)
    offering.accept(by=scene.BY, offer=offer, at=at)
    placement = placing.place(by=scene.BY, offer=offer, at=at)
    placing.arrive(by=scene.BY, placement=placement, at=at)
    return placement


def _omm(figures):
    return next(one for one in figures.schemes if one.scheme == Scheme.OMM)


def test_placements_in_omm_are_more_than_its_requests_for_people_flow_through() -> None:
    haven = scene.organisation("Haven")
    cosm, omm = scene.site(haven), scene.site(haven, Scheme.OMM, "Flats")
    flats = [scene.unit(omm, f"Flat {number}") for number in range(3)]
    for number in range(2):
        placement = _placed(scene.unit(cosm, f"Room {number}"), child=True)
        placing.transfer(
            by=scene.BY,
            placement=placement,
            unit=flats[number],
            at=JANUARY + timedelta(days=40 + number),
        )
    asked = _placed(flats[2], scheme=Scheme.OMM).request
    again = RequestData(people=(), scheme=Scheme.OMM, consent=Consent.YES, asked_at=JANUARY)
    with pytest.raises(NotPossibleError, match="housed"):
        ask_again(by=scene.BY, group=asked.group, data=again)
    housed = Placement.objects.get(request=asked)
    gone = JANUARY + timedelta(days=20)
    placing.leave(by=scene.BY, placement=housed, destination="OWN_HOME", at=gone)
    ask_again(by=scene.BY, group=asked.group, data=again)
    figures = year_figures(2025)
    found = _omm(figures)
    assert (found.requests, found.first_requests, found.placements) == (2, 1, 3)
    assert (found.flowed_through, found.placed_on_request, found.unmet) == (2, 1, 1)
    assert figures.total.persons_asked_for == 2 + 2 + 1 + 1
    assert figures.total.waiting.number == 3
    assert figures.total.waiting.median == pytest.approx(2)


def test_figures_of_an_earlier_moment_stay_as_they_were() -> None:
    room = scene.unit(scene.site(scene.organisation("Haven")))
    request = scene.request()
    then = timezone.now()
    offer = offering.offer(by=scene.BY, request=request, unit=room)
    offering.refuse(by=scene.BY, offer=offer, reason="REGION_TIE")
    before, now = counted(then), counted()
    assert [row.state for row in before.requests] == ["NEW"]
    assert [row.state for row in now.requests] == ["MATCHING"]
    assert (len(before.refusals), len(now.refusals)) == (0, 1)


def test_figures_agree_with_plain_sql_over_invented_years() -> None:
    haven = scene.organisation(HAVEN)
    units = build(scene.BY, haven)
    history = History(Random(5), units, [haven], datetime(2025, 12, 30, tzinfo=UTC).date())
    history.play(datetime(2024, 11, 1, tzinfo=UTC).date())
    history.rows.save()
    total = year_figures(2025).total

    # Winter time: an hour before midnight in UTC is midnight here.
    year = ["2024-12-31 23:00:00+00:00", "2025-12-31 23:00:00+00:00"]

    def sql(table: str, moment: str, condition: str = "1 = 1") -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT COUNT(*) FROM placement_{table} "  # noqa: S608 - constants of this test
                f"WHERE {condition} AND {moment} >= %s AND {moment} < %s",
                year,
            )
            return cursor.fetchone()[0]

    assert total.requests == sql("request", "asked_at")
    assert total.placements == sql("placement", "placed_at")
    assert total.flowed_through == sql("placement", "placed_at", "origin = 'TRANSFER'")
    assert total.improper == sql("offeranswer", "at", "reason = 'REGION_TIE'")
    assert total.requests > total.placed_on_request > 0
    assert total.flowed_through > 0


def test_the_page_and_the_file_show_the_year(client, django_assert_max_num_queries) -> None:
    room = scene.unit(scene.site(scene.organisation("Haven")))
    _placed(room)
    client.force_login(scene.coordinator())
    with django_assert_max_num_queries(25):
        page = client.get("/shelter-figures/2025/")
    assert "Eerste aanvragen" in page.content.decode()
    lines = client.get("/shelter-figures/2025/csv/").getvalue().decode().splitlines()
    assert any(line.endswith(("aanvragen,1", "aanvragen;1")) for line in lines)
    assert client.get("/shelter-figures/1999/").status_code == 404
    client.force_login(scene.somebody(Role.SHELTER, room.site.organisation))
    assert client.get("/shelter-figures/").status_code == 403
