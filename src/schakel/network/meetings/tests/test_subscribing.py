"""A calendar that fetches somebody's meetings by itself, under an address that only they know."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.models import Entry
from schakel.network.meetings.actions import change_meeting, skip_meeting
from schakel.network.meetings.models import CalendarAddress
from schakel.network.meetings.tests import scene
from schakel.network.meetings.tests.scene import BY

pytestmark = pytest.mark.django_db
PAGE = "meetings:address"


def made(client: Client) -> str:
    """Press the button; the path of the address that stands on the page then."""
    shown = client.post(reverse(PAGE)).context["made"]
    return shown.removeprefix("http://testserver")


def events(path: str) -> list[dict[str, str]]:
    """What a calendar reads: unfolded, by event."""
    text = Client().get(path).content.decode().replace("\r\n ", "")
    found = []
    for block in text.split("BEGIN:VEVENT\r\n")[1:]:
        lines = block.split("\r\nEND:VEVENT")[0].split("\r\n")
        found.append(dict(line.split(":", 1) for line in lines))
    return found


def test_changes_and_cancellations_reach_the_calendar_under_the_same_name(
    caplog, django_assert_max_num_queries
) -> None:
    som, other = scene.platform(), scene.platform(name="Other")
    user = scene.somebody(Role.REPORTER)
    scene.member(som, user)
    first, second = scene.meeting(som), scene.meeting(som, 20)
    scene.meeting(other)
    client = scene.signed_in(user)
    path = made(client)
    before = events(path)
    assert [one["UID"] for one in before] == [f"{row.number}@schakel" for row in (first, second)]
    moved = first.starts_at + timedelta(hours=2)
    change_meeting(by=BY, meeting=first, starts_at=moved, minutes=30, place="Zaal 3", topic="")
    skip_meeting(by=BY, meeting=second, reason="Geen quorum")
    with django_assert_max_num_queries(6):
        after = events(path)
    assert [one["UID"] for one in after] == [one["UID"] for one in before]
    assert [one["SEQUENCE"] for one in after] == ["1", "1"]
    assert [one["STATUS"] for one in after] == ["CONFIRMED", "CANCELLED"]
    assert after[0]["DTSTART;TZID=Europe/Amsterdam"].endswith("T120000")
    secret = path.rpartition("/")[2].removesuffix(".ics")
    assert not Entry.objects.filter(data__contains=secret).exists()
    assert secret not in caplog.text
    assert user.name not in Client().get(path).content.decode()
    assert Client().generic("PROPFIND", path).status_code == 204
    assert client.get(reverse(PAGE)).content.decode().count(secret) == 0
    one = client.get(reverse("meetings:meeting-calendar", args=[first.number]))
    assert one.content.decode().count("BEGIN:VEVENT") == 1


def test_an_old_address_and_a_withdrawn_one_open_nothing() -> None:
    som, user = scene.platform(), scene.somebody(Role.REPORTER)
    scene.member(som, user, until=timezone.localdate() - timedelta(days=1))
    scene.meeting(som)
    client = scene.signed_in(user)
    old, new = made(client), made(client)
    assert Client().get(old).status_code == 404
    assert events(new) == []  # the term ended
    for _press in range(2):
        assert client.post(reverse(PAGE), {"do": "withdraw"}).status_code == 302
    assert Client().get(new).status_code == 404
    assert not CalendarAddress.objects.exists()
    last = made(client)
    user.is_active = False
    user.save()
    assert Client().get(last).status_code == 404
