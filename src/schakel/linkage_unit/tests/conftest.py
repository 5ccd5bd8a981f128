"""The unit as its own settings make it, in a test process that has the centre's tables too."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from schakel.config.settings import unit_doors
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.linkage_unit.actions import add_partner, make_token
from schakel.linkage_unit.choices import Kind
from schakel.linkage_unit.epochs import open_epoch
from schakel.linkage_unit.models import Epoch
from schakel.linkage_unit.tests.senders import CARE, CENTRE, POLICE, Unit

SYSTEM = SystemActor("test")
DOORS = ("PUBLIC_VIEWS", "TOKEN_VIEWS", "MIDDLEWARE", "TEMPLATES", "LOGIN_REDIRECT_URL")


@pytest.fixture
def doors(settings: Settings) -> Settings:
    """Addresses, middleware and templates of the unit, and no token refused for what another test did."""
    for name in ("ROOT_URLCONF", *DOORS):
        setattr(settings, name, getattr(unit_doors, name))
    cache.clear()
    return settings


@pytest.fixture
def epoch(db: None) -> Epoch:
    return an_epoch("2026")


def an_epoch(name: str, starts: int = -60, ends: int = 300) -> Epoch:
    """An epoch from `starts` days until `ends` days from today."""
    today: date = timezone.localdate()
    return open_epoch(
        by=SYSTEM,
        name=name,
        opened_on=today + timedelta(starts),
        closes_on=today + timedelta(ends),
    )


@pytest.fixture
def unit(doors: Settings, epoch: Epoch, client: Client) -> Unit:
    """Two senders and the centre at the door, in an open epoch."""
    tokens: dict[str, str] = {}
    for name, source, kind in (
        ("Care", CARE, Kind.SENDER),
        ("Police", POLICE, Kind.SENDER),
        ("The centre", CENTRE, Kind.CENTRE),
    ):
        partner = add_partner(by=SYSTEM, name=name, source=source, kind=kind)
        _token, tokens[source] = make_token(
            by=SYSTEM,
            partner=partner,
            name=name,
            expires_at=timezone.now() + timedelta(days=30),
        )
    return Unit(tokens, client)


@pytest.fixture
def people(unit: Unit) -> dict[str, Any]:
    """An administrator and an auditor of the unit, and somebody with every other role."""
    party = Organisation.objects.create(name="Linkage unit")
    found = {}
    for role in Role:
        user = User.objects.create_user(f"{role}@example.org", "long enough to be one", name=role)
        Mandate.objects.create(user=user, organisation=party, role=role)
        found[role] = user
    return found
