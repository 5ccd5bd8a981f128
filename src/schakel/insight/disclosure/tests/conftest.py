"""Two officers, what a snapshot finds, and cubes that are built once for all tests."""

from functools import wraps

import pytest

from schakel.insight.disclosure import building
from schakel.insight.disclosure.choices import NEEDED_ATTACKS
from schakel.insight.disclosure.tests.scene import Register, officer

_BUILT, _TRIED = {}, {}


@pytest.fixture
def register(monkeypatch):
    return Register(monkeypatch)


@pytest.fixture
def maker():
    return officer("maker")


@pytest.fixture
def second():
    return officer("second")


@pytest.fixture(autouse=True)
def built_once(monkeypatch):
    """The same snapshot gives the same cube: that is tested once, and relied on by all other tests."""
    build = building.build

    @wraps(build)
    def remembered(snapshot, period):
        key = (snapshot.digest, period)
        if key not in _BUILT:
            _BUILT[key] = build(snapshot, period)
        return _BUILT[key]

    attack = building.attack

    def tried(period, _attacks):
        if period.content_hash not in _TRIED:
            _TRIED[period.content_hash] = attack(period, NEEDED_ATTACKS)
        return _TRIED[period.content_hash]

    monkeypatch.setattr(building, "build", remembered)
    monkeypatch.setattr(building, "attack", tried)
