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
SETUP = (
    "from django.core.management import call_command; call_command('migrate', 'audit', verbosity=0)"
)
WRITE = f"""
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.audit.actions import Line, record_many
for _ in range({ROUNDS}):
    record_many(by=SystemActor("writer"), lines=[Line(event="view"), Line(event="view")])
"""
VERIFY = "from django.core.management import call_command; call_command('audit', 'verify')"


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


def start(code: str, address: str, home: Path) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "schakel.config.settings.test",
        "SCHAKEL_DATABASE_URL": address,
        "SCHAKEL_HOME": str(home),
    }
    command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


@pytest.mark.django_db
def test_writers_at_the_same_time_make_one_chain(tmp_path: Path) -> None:
    with own_database(tmp_path) as address:
        finish(start(SETUP, address, tmp_path))
        for process in [start(WRITE, address, tmp_path) for _ in range(WRITERS)]:
            finish(process)
        answer = finish(start(VERIFY, address, tmp_path))
    assert answer.splitlines()[0] == f"{WRITERS * ROUNDS * 2} lines, intact."
