"""A worker that stops in the middle of a delivery: nothing lost, and doubled only what was in its hands."""

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.demo import Home

pytestmark = pytest.mark.pure

REPORTS = 6
# At which deliveries, counted over all workers, the worker is killed before it gets its answer.
DEADLY = (2, 5, 9)
# Six reports, each received and asked about: two messages that must arrive in order.
SCENE = """
from django.db import transaction
from django.utils import timezone
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.actions import create_organisation
from schakel.foundation.webhooks.actions import Announcement, announce, subscribe
system = SystemActor("test")
police = create_organisation(by=system, name="Politie", reporter_type="POLICE")
subscribe(by=system, organisation=police, address="{address}")
with transaction.atomic():
    for status in ("RECEIVED", "QUESTION"):
        for n in range({reports}):
            announce([Announcement(
                police.pk, "report." + status.lower(), "report", f"M-{{n}}", status, timezone.now()
            )])
"""


class Listener:
    """Remembers the ids that it heard, and may do something before it answers."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.before: Callable[[], None] = lambda: None


@pytest.fixture
def listener() -> Iterator[tuple[Listener, str]]:
    heard = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            heard.heard.append(self.headers["webhook-id"])
            heard.before()
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield heard, f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()


def _database(home: Home) -> sqlite3.Connection:
    return sqlite3.connect(home.path / "schakel.sqlite3")


def _ask(home: Home, question: str) -> list[tuple]:
    with closing(_database(home)) as connection:
        return connection.execute(question).fetchall()


def _let_claims_lapse(home: Home) -> None:
    """As if a minute went by."""
    with closing(_database(home)) as connection:
        connection.execute("UPDATE webhooks_message SET claimed_until = '2020-01-01'")
        connection.commit()


def _work(home: Home, listener: Listener) -> int:
    """Run a worker that dies at a deadly delivery; returns its exit code."""
    running = home.start(
        "send-webhooks", "--once", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    listener.before = lambda: running.kill() if len(listener.heard) in DEADLY else None
    return running.wait()


def _scene(home: Home, address: str) -> None:
    done = home.run("shell", "-c", SCENE.format(address=address, reports=REPORTS))
    assert done.returncode == 0, done.stderr


def test_workers_at_the_same_time_do_not_send_the_same(
    prepared: Home, listener: tuple[Listener, str]
) -> None:
    receiver, address = listener
    home = Home(prepared.path, {"SCHAKEL_DEMO": "1"})
    _scene(home, address)
    workers = [
        home.start("send-webhooks", "--once", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _worker in range(3)
    ]
    for worker in workers:
        _output, trouble = worker.communicate()
        assert worker.returncode == 0, trouble
    # One that found everything taken or not yet in turn ends early; the last one leaves nothing.
    assert home.run("send-webhooks", "--once").returncode == 0
    assert len(receiver.heard) == len(set(receiver.heard)) == 2 * REPORTS
    assert _ask(home, "SELECT DISTINCT state FROM webhooks_message") == [("DELIVERED",)]


def test_killed_workers_lose_nothing(prepared: Home, listener: tuple[Listener, str]) -> None:
    receiver, address = listener
    home = Home(prepared.path, {"SCHAKEL_DEMO": "1"})
    _scene(home, address)
    for _kill in DEADLY:
        assert _work(home, receiver) < 0, "the worker should have been killed"
        assert _ask(home, "PRAGMA integrity_check") == [("ok",)]
        _let_claims_lapse(home)
    assert _work(home, receiver) == 0

    rows = _ask(home, "SELECT event_id, object_number, state FROM webhooks_message ORDER BY id")
    ids = {event_id.replace("-", ""): number for event_id, number, _state in rows}
    heard = [event_id.replace("-", "") for event_id in receiver.heard]
    assert len(rows) == 2 * REPORTS
    assert {state for _id, _number, state in rows} == {"DELIVERED"}
    assert set(heard) == set(ids)
    # Each kill doubled the one message that was in the worker's hands, and no other.
    assert len(heard) == 2 * REPORTS + len(DEADLY)
    tries = _ask(home, "SELECT COUNT(*) FROM webhooks_attempt")
    assert tries == [(2 * REPORTS,)]
    # The first arrivals of each report's messages are in the order of the events.
    first = list(dict.fromkeys(heard))
    for number in set(ids.values()):
        wanted = [event_id for event_id in ids if ids[event_id] == number]
        assert [event_id for event_id in first if ids[event_id] == number] == wanted
