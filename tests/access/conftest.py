"""One world for all tests of a module: making it takes longer than asking it."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.access.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Lives in a transaction that is undone after the module's last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        # These tests may run after one on real transactions, which leaves the tables empty.
        call_command("load_reference", stdout=StringIO())
        yield World()
        transaction.set_rollback(True)
