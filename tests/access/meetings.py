"""Who opens platforms and their meetings; part of the table in `matrix`."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from django.utils import timezone

from schakel.care.placement.tests import scene
from schakel.foundation.accounts.choices import Role
from schakel.network.meetings.actions import add_member, create_platform, plan_meeting
from schakel.network.meetings.keeping import add_paper
from schakel.network.meetings.models import Meeting
from schakel.network.meetings.subscribing import make_address
from schakel.network.signals.actions import raise_signal
from schakel.network.signals.choices import Kind, Level, Theme
from tests.access.lines import EVERYBODY, Given, Row, public
from tests.access.world import World

_SECRETARY = frozenset({Role.SECRETARY})
# Whoever was sent to the platform of this table by an organisation, and the secretary.
_MEMBERS = frozenset({Role.MUNICIPAL_ADVISER, Role.SECRETARY})


@cache
def _held(world: World) -> Meeting:
    since = date(2020, 1, 1)
    row = create_platform(by=scene.BY, name="SOM", slug="som", level=Level.SOM, since=since)
    user = world.users[Role.MUNICIPAL_ADVISER]
    add_member(by=scene.BY, platform=row, organisation=world.partner, user=user, since=since)
    at = timezone.now() + timedelta(days=3)
    found = plan_meeting(by=scene.BY, platform=row, starts_at=at, minutes=60)
    add_paper(by=scene.BY, meeting=found, name="notitie.txt", content=b"notitie")
    return found


def _platform(world: World) -> dict[str, Any]:
    return {"slug": _held(world).platform.slug}


def _meeting(world: World) -> dict[str, Any]:
    return {"number": _held(world).number}


def _paper(world: World) -> dict[str, Any]:
    return {**_meeting(world), "serial": 1}


def _signal(world: World) -> dict[str, Any]:
    given = {"kind": Kind.TREND, "theme": Theme.MINORS, "text": "Meer jongens."}
    return {"number": raise_signal(by=world.users[Role.SECRETARY], **given).number}


def _feed(world: World) -> dict[str, Any]:
    return {"secret": make_address(by=world.users[Role.SECRETARY])}


def _guessed(_world: World) -> dict[str, Any]:
    return {"secret": "guessed"}


def _page(name: str, given: Given) -> Row:
    return Row(name, _MEMBERS, given, others=404)


MEETINGS = (
    Row("meetings:index", EVERYBODY),
    _page("meetings:platform", _platform),
    _page("meetings:calendar", _platform),
    _page("meetings:meeting", _meeting),
    _page("meetings:paper", _paper),
    _page("meetings:meeting-calendar", _meeting),
    Row("meetings:address", EVERYBODY),
    public("meetings:feed", given=_feed),
    Row("meetings:feed", EVERYBODY, _guessed, opened=404, visitor=404, what="guessed"),
    Row("meetings:minutes", _SECRETARY, _meeting),
    Row("meetings:place", _SECRETARY, _signal),
)
