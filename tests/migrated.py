"""What the migrations make, made once and copied: a copy takes a moment, the migrations many seconds."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from schakel.foundation.vault.models import VaultCanary
from tests.demo import INSTALLATION

# On PostgreSQL: the tables as the migrations leave them, to make other databases from.
TEMPLATE = f"migrated_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@contextmanager
def at_hand() -> Iterator[None]:
    """Within the block a new SQLite database in memory begins as the suite's installation, if there is one.

    Migrations that it lacks are then made by whoever prepares the database, as always.
    """
    ready = Path(os.environ.get(INSTALLATION) or "/nowhere") / "schakel.sqlite3"
    filled: list[str] = []

    def fill(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if filled or connection.vendor != "sqlite" or not connection.is_in_memory_db():
            return
        filled.append(connection.alias)
        with closing(sqlite3.connect(ready)) as source:
            source.backup(connection.connection)

    if ready.exists():
        connection_created.connect(fill)
    yield
    connection_created.disconnect(fill)
    if filled:
        VaultCanary.objects.all().delete()  # the installation was made with keys of its own


def keep() -> None:
    """On PostgreSQL, keep the tables as they are now, before anything is in them."""
    if connection.vendor != "postgresql":
        return
    name = connection.ops.quote_name(str(connection.settings_dict["NAME"]))
    connection.close()  # nobody may look at a database that is copied
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        cursor.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {name}")
