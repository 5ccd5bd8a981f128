"""A user, and the worker."""

import pytest

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.models import User


@pytest.fixture
def system() -> SystemActor:
    return SystemActor("test")


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("rob@example.org", name="Rob Melder")
