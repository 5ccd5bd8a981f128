"""The registrar and the browser of the tests of the desk."""

import pytest
from django.test import Client

from schakel.foundation.accounts.choices import Role
from schakel.register.persons.tests.people import (
    user,
)


@pytest.fixture
def registrar():
    return user(Role.REGISTRAR)


@pytest.fixture
def browser(registrar):
    client = Client()
    client.force_login(registrar)
    return client
