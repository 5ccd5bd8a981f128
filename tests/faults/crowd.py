"""Many reporters at once against a server as `schakel serve` runs it, and what the register then holds."""

import json
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from urllib.error import URLError
from urllib.request import urlopen

from tests.demo import Home, free_port
from tests.faults.reporters import NotAcceptedError, Reporter

START_SECONDS = 60
# Every so many reports, somebody clicks twice.
IMPATIENT = 5


@dataclass
class Outcome:
    """What the crowd saw: the number on each receipt, by reference, and everything that was no receipt."""

    receipts: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    requests: int = 0
    unanswered: int = 0
    longest: float = 0.0
    seconds: float = 0.0


@contextmanager
def serving(home: Home) -> Iterator[str]:
    """The address of `schakel serve`, until the block ends."""
    port = free_port()
    log = (home.path / "serve.log").open("w")
    server = home.start(
        "serve", "--port", str(port), stdout=log, stderr=log, start_new_session=True
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=15)
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        log.close()


def _wait_for(address: str, server: subprocess.Popen[str]) -> None:
    deadline = monotonic() + START_SECONDS
    while monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(f"{address}/health", timeout=5):  # noqa: S310
                return
        except (URLError, OSError):
            Event().wait(0.1)
    raise RuntimeError(f"the server did not start at {address}")


def crowd(address: str, sessions: list[str], seconds: float) -> Outcome:
    """Everybody reports, one after another, until `seconds` are over; nobody stops halfway."""
    start, outcome = monotonic(), Outcome()
    with ThreadPoolExecutor(len(sessions)) as all_of_them:
        numbered = list(enumerate(sessions))
        for one in all_of_them.map(
            lambda who: _report_until(address, *who, start + seconds), numbered
        ):
            outcome.receipts |= one.receipts
            outcome.refused += one.refused
            outcome.requests += one.requests
            outcome.unanswered += one.unanswered
            outcome.longest = max(outcome.longest, one.longest)
    outcome.seconds = monotonic() - start
    return outcome


def _report_until(address: str, number: int, session: str, deadline: float) -> Outcome:
    reporter, outcome = Reporter(address, session), Outcome()
    while monotonic() < deadline:
        count = len(outcome.receipts) + len(outcome.refused)
        reference = f"CROWD-{number}-{count}"
        try:
            twice = count % IMPATIENT == IMPATIENT - 1
            outcome.receipts[reference] = reporter.report(reference, twice=twice)
        except NotAcceptedError as answer:
            outcome.refused.append(f"{reference}: {answer}")
    reporter.close()
    outcome.requests, outcome.unanswered = reporter.attempts, reporter.repeated
    outcome.longest = reporter.longest
    return outcome


def differences(home: Home, receipts: dict[str, str]) -> list[str]:
    """What the register and the log hold other than these receipts say; nothing where all is well."""
    code = "from tests.faults.people import print_register; print_register()"
    done = home.run("shell", "--no-imports", "-c", code)
    assert done.returncode == 0, done.stderr
    held = json.loads(done.stdout)
    there = {reference: number for number, reference in held["reports"]}
    often = Counter(reference for _number, reference in held["reports"])
    lines = Counter(held["logged"])
    chain = home.run("audit", "verify")
    return [
        *(f"lost: {reference}" for reference in receipts if reference not in there),
        *(
            f"another number: {reference}"
            for reference, number in receipts.items()
            if there.get(reference, number) != number
        ),
        *(f"doubled: {reference}" for reference, count in often.items() if count > 1),
        *(f"never acknowledged: {reference}" for reference in there if reference not in receipts),
        *(
            f"logged {lines[number]} times: {reference}"
            for number, reference in held["reports"]
            if lines[number] != 1
        ),
        *([] if chain.returncode == 0 else [f"the log: {chain.stdout}{chain.stderr}"]),
    ]
