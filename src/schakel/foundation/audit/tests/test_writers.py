"""Several processes write at once: no gap, no fork, on a real database of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

WRITERS, ROUNDS = 3, 15
# One process makes the tables, others of it write at once, and it looks at what they wrote: Django is started
# once, and the writers begin within the same moment.
PROGRAM = f"""
import os
from django.core.management import call_command
from django.db import connections
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.audit.actions import Line, record_many
call_command("migrate", "audit", verbosity=0)
connections.close_all()
writers = []
for _ in range({WRITERS}):
    writer = os.fork()
    if not writer:
        for _ in range({ROUNDS}):
            record_many(by=SystemActor("writer"), lines=[Line(event="view"), Line(event="view")])
        os._exit(0)
    writers.append(writer)
assert not any(os.waitpid(writer, 0)[1] for writer in writers), "a writer failed"
call_command("audit", "verify")
"""


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """The address of an empty database of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'log.sqlite3'}"
        return
    given, name = connection.settings_dict, f"writers_{uuid4().hex}"
    access = {"host": given["HOST"], "port": given["PORT"], "password": given["PASSWORD"]}
    access = {key: value for key, value in access.items() if value}
    with psycopg.connect(
        user=given["USER"], dbname="postgres", autocommit=True, **access
    ) as server:
        server.execute(f"CREATE DATABASE {name}")
        password = f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else ""
        port = f":{given['PORT']}" if given["PORT"] else ""
        yield f"postgresql://{given['USER']}{password}@{quote(given['HOST'], safe='')}{port}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.both
@pytest.mark.django_db
def test_writers_at_the_same_time_make_one_chain(tmp_path: Path) -> None:
    with own_database(tmp_path) as address:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "schakel.config.settings.test",
            "SCHAKEL_DATABASE_URL": address,
            "SCHAKEL_HOME": str(tmp_path),
        }
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{PROGRAM}"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == f"{WRITERS * ROUNDS * 2} lines, intact."
