"""A register of many people, and who makes and signs a statement of it."""

from datetime import datetime

import pytest
from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.insight.analysis.tests.people import user
from schakel.insight.delivery.accountability import actions
from schakel.insight.disclosure.tests.scene import Register, people


@pytest.fixture
def snapshot(db, monkeypatch, settings, tmp_path):
    """Everybody of the scene was reported in May; in 2022 hardly anybody was."""
    settings.SCHAKEL_SNAPSHOTS = tmp_path / "snapshots"
    register = Register(monkeypatch)
    many, few = people(years=(2023, 2024), persons=170), people(years=(2022,), persons=20, seed=2)
    register.people = [*many, *few]
    return register.snapshot(datetime(2024, 11, 1, tzinfo=timezone.get_current_timezone()))


@pytest.fixture
def analyst(db):
    return user(Role.ANALYST)


@pytest.fixture
def officer(db):
    return user(Role.DISCLOSURE_OFFICER)


@pytest.fixture
def published(analyst, officer, snapshot):
    """Publishes the statement of a quarter."""

    def publish(quarter):
        made = actions.make(by=analyst, snapshot=snapshot, quarter=quarter)
        offered = actions.offer(by=analyst, statement=made)
        return actions.sign(by=officer, statement=offered, content_hash=offered.content_hash)

    return publish
