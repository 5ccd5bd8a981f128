"""People to test with."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User

PASSWORD = "long enough to be one"


@pytest.fixture(autouse=True)
def _forget_attempts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def centre(db: None) -> Organisation:
    return Organisation.objects.create(name="Centre")


@pytest.fixture
def make_user(centre: Organisation) -> Callable[..., User]:
    """`make_user("ann", Role.REGISTRAR)`: a user of the centre with a password."""

    def make(name: str, *roles: Role, organisation: Organisation | None = None) -> User:
        user = User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.capitalize())
        for role in roles:
            Mandate.objects.create(user=user, organisation=organisation or centre, role=role)
        return user

    return make


@pytest.fixture
def registrar(make_user: Callable[..., User]) -> User:
    return make_user("reg", Role.REGISTRAR)


@pytest.fixture
def editor(make_user: Callable[..., User]) -> User:
    return make_user("edith", Role.EDITOR)


@pytest.fixture
def administrator(make_user: Callable[..., User]) -> User:
    return make_user("ada", Role.ADMINISTRATOR)
