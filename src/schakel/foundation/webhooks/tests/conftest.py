"""A partner with a system that listens, and an administrator."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.utils import timezone
from pytest_django import Settings

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.webhooks.actions import Announcement, announce, subscribe
from schakel.foundation.webhooks.models import Message, Subscription


@dataclass
class Receiver:
    """A system that listens on this machine: what it heard, and what it answers from now on."""

    address: str = ""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def next_status(self) -> int:
        return self.statuses.pop(0) if self.statuses else 204


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(receiver.next_status())
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            return

    return Handler


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """Answers 204 unless told otherwise; reached as the demo's receivers are."""
    settings.SCHAKEL_WEBHOOKS_TO_LOOPBACK = True
    made = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.address = f"http://127.0.0.1:{server.server_port}/schakel"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def system() -> SystemActor:
    return SystemActor("test")


@pytest.fixture
def partner(db: None) -> Organisation:
    return Organisation.objects.create(name="Politie Voorbeeldstad", reporter_type="POLICE")


@pytest.fixture
def administrator(db: None) -> User:
    centre = Organisation.objects.create(name="Het centrum")
    user = User.objects.create_user("ada@example.org", name="Ada")
    Mandate.objects.create(user=user, organisation=centre, role=Role.ADMINISTRATOR)
    return user


@pytest.fixture
def subscription(system: SystemActor, partner: Organisation, settings: Settings) -> Subscription:
    """Of the partner, at an address where nothing is ever sent."""
    return subscribe(by=system, organisation=partner, address="https://partner.example/hook")


@pytest.fixture
def listening(system: SystemActor, partner: Organisation, receiver: Receiver) -> Subscription:
    """Of the partner, at the receiver."""
    return subscribe(by=system, organisation=partner, address=receiver.address)


@pytest.fixture
def tell(partner: Organisation) -> Callable[..., Message]:
    """Announce something of the partner; returns the newest message."""

    def say(number: str = "M-1111-1111", status: str = "RECEIVED") -> Message:
        at = timezone.now()
        announce(
            [Announcement(partner.pk, f"report.{status.lower()}", "report", number, status, at)]
        )
        return Message.objects.order_by("-pk").first()

    return say
