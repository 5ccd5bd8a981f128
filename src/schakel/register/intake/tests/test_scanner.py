"""What a virus scanner says decides whether a file is kept and opened. The scanners here are stand-ins."""

import shlex
import socket
import sys
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from schakel.foundation.audit.models import Entry
from schakel.foundation.files import scanner
from schakel.foundation.files.choices import Scan
from schakel.foundation.files.refusals import FileRefusedError
from schakel.register.intake.actions import receive
from schakel.register.intake.attachments.keeping import add_to_report, look_at
from schakel.register.intake.attachments.tables import Attachment
from schakel.register.intake.tests.papers import EICAR, TEXT

# Reads its standard input to the end, as clamdscan does, and finds what every scanner finds.
_PROGRAMME = "import sys; sys.exit(1 if b'EICAR-STANDARD' in sys.stdin.buffer.read() else 0)"
COMMAND = shlex.join([sys.executable, "-c", _PROGRAMME])
BROKEN = shlex.join([sys.executable, "-c", "raise SystemExit(2)"])
ABSENT = "/nowhere/to/be/found -"


def _clamd(listener: socket.socket) -> None:
    """Speaks INSTREAM as clamd does, until the listener is closed."""
    while True:
        try:
            talk, _address = listener.accept()
        except OSError:
            return
        with talk, talk.makefile("rb") as heard:
            assert heard.read(10) == b"zINSTREAM\0"
            content = b""
            while size := int.from_bytes(heard.read(4), "big"):
                content += heard.read(size)
            found = b"Eicar-Signature FOUND" if b"EICAR-STANDARD" in content else b"OK"
            talk.sendall(b"stream: " + found + b"\0")


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SCHAKEL_DEMO = True


@pytest.fixture
def clamd() -> Iterator[Callable[[], str]]:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)
    Thread(target=_clamd, args=(listener,), daemon=True).start()
    yield f"tcp://127.0.0.1:{listener.getsockname()[1]}"
    listener.close()


@pytest.fixture
def report(officer, police, identified):
    return receive(by=officer, data=identified, channel="PORTAL", organisation=police)


def add(officer, report, content=TEXT) -> Attachment:
    checked = look_at(by=officer, to=report, name="brief.txt", content=content)
    return add_to_report(by=officer, report=report, file=checked)


@pytest.mark.parametrize(
    ("address", "content", "verdict"),
    [
        ("", EICAR, Scan.NOT_SCANNED),
        (COMMAND, TEXT, Scan.CLEAN),
        (COMMAND, EICAR, Scan.INFECTED),
        (BROKEN, TEXT, Scan.WAITING),
        (ABSENT, TEXT, Scan.WAITING),
        ("unix:///nowhere/clamd.ctl", TEXT, Scan.WAITING),
        ("tcp://127.0.0.1:1", TEXT, Scan.WAITING),
        ("tcp://127.0.0.1:much", TEXT, Scan.WAITING),
        ("an 'unfinished quote", TEXT, Scan.WAITING),
    ],
)
def test_verdicts(settings, address, content, verdict) -> None:
    settings.SCHAKEL_SCANNER = address
    assert scanner.scan(content) == verdict


@pytest.mark.parametrize(("content", "verdict"), [(TEXT, "CLEAN"), (EICAR * 3_000, "INFECTED")])
def test_a_daemon_is_asked(settings, clamd, content, verdict) -> None:
    settings.SCHAKEL_SCANNER = clamd
    assert scanner.scan(content) == verdict


def test_an_infected_file_is_refused_and_logged(settings, officer, report) -> None:
    settings.SCHAKEL_SCANNER = COMMAND
    with pytest.raises(FileRefusedError) as refusal:
        add(officer, report, EICAR)
    assert refusal.value.code == "virus"
    assert not Attachment.objects.exists()
    line = Entry.objects.filter(event="security").get()
    assert (line.object_id, line.result, line.data) == (
        report.number,
        "refused",
        "attachment,infected",
    )


def test_without_a_scanner_a_file_is_taken_and_says_so(settings, officer, report) -> None:
    row = add(officer, report)
    assert row.scan == Scan.NOT_SCANNED
    assert row.may_be_opened
    assert row.get_scan_display() in row.in_words


def test_a_file_waits_for_a_scanner_that_does_not_answer(settings, officer, report) -> None:
    settings.SCHAKEL_SCANNER = ABSENT
    add(officer, report)
    client = Client()
    client.force_login(officer)
    address = reverse("intake:attachment", args=[report.number, 1])
    assert client.get(address).status_code == 302
    assert (
        address not in client.get(reverse("intake:detail", args=[report.number])).content.decode()
    )
    with pytest.raises(CommandError, match="Try again later"):
        call_command("scan_attachments")
    settings.SCHAKEL_SCANNER = COMMAND
    call_command("scan_attachments")
    assert Attachment.objects.get().scan == Scan.CLEAN
    assert client.get(address).status_code == 200


def test_a_virus_found_later_closes_the_file(settings, officer, report, capsys) -> None:
    row = add(officer, report, EICAR)
    settings.SCHAKEL_SCANNER = COMMAND
    call_command("scan_attachments")
    assert "0 clean, 1 infected, 0 still waiting" in capsys.readouterr().out
    row.refresh_from_db()
    assert row.scan == Scan.INFECTED
    assert not row.may_be_opened
    assert Entry.objects.filter(event="security", object_id=report.number).exists()
    call_command("scan_attachments")
    assert "0 clean, 0 infected" in capsys.readouterr().out


def test_the_command_wants_a_scanner(db, settings) -> None:
    settings.SCHAKEL_SCANNER = ""
    with pytest.raises(CommandError, match="SCHAKEL_SCANNER"):
        call_command("scan_attachments")
