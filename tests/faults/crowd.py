"""Many reporters at once against a server as `schakel serve` runs it, and what the register then holds."""

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from urllib.error import URLError
from urllib.request import urlopen

from tests.demo import Home, free_port
from tests.faults.reporters import Caller, NotAcceptedError, inside

START_SECONDS = 300
# Every so many reports, somebody clicks twice.
IMPATIENT = 5


@dataclass
class Outcome:
    """What the crowd saw: the number on each receipt, by reference, and everything that was no receipt."""

    receipts: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    calls: int = 0
    unanswered: int = 0
    longest: float = 0.0
    seconds: float = 0.0


@dataclass
class Served:
    """A server at work, and where it answers."""

    process: subprocess.Popen[str]
    address: str

    def kill(self) -> None:
        """The server and its workers, with no chance to tidy up."""
        if self.process.returncode is None:  # not buried, so the number is still this server's
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(home: Home, port: int = 0) -> Iterator[Served]:
    """`schakel serve`, until the block ends."""
    port = port or free_port()
    with (home.path / "serve.log").open("a") as log:
        # A session of its own: the server's workers end with it, also when it is killed.
        server = home.start(
            "serve", "--port", str(port), stdout=log, stderr=log, start_new_session=True
        )
    served = Served(server, f"http://127.0.0.1:{port}")
    try:
        _wait_for(served.address, server)
        yield served
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=15)
        served.kill()


def _wait_for(address: str, server: subprocess.Popen[str]) -> None:
    deadline = monotonic() + START_SECONDS
    while monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(f"{address}/health", timeout=5):  # noqa: S310
                return
        except (URLError, OSError):
            Event().wait(0.1)
    raise RuntimeError(f"the server did not start at {address}")


def crowd(callers: list[Caller], seconds: float, every: int = IMPATIENT) -> Outcome:
    """Everybody reports, one after another, until `seconds` are over; nobody stops halfway."""
    start = monotonic()
    return gathered(callers, lambda: monotonic() > start + seconds, every)


def gathered(callers: list[Caller], is_over: Callable[[], bool], every: int) -> Outcome:
    """What all callers saw until it was over; each `every`-th report was sent twice at once."""
    start, outcome = monotonic(), Outcome()
    with ThreadPoolExecutor(len(callers)) as everybody:
        for one in everybody.map(
            lambda who: _report_until(*who, is_over, every), enumerate(callers)
        ):
            outcome.receipts |= one.receipts
            outcome.refused += one.refused
            outcome.calls += one.calls
            outcome.unanswered += one.unanswered
            outcome.longest = max(outcome.longest, one.longest)
    outcome.seconds = monotonic() - start
    return outcome


def _report_until(number: int, caller: Caller, is_over: Callable[[], bool], every: int) -> Outcome:
    outcome = Outcome()
    while not is_over():
        count = len(outcome.receipts) + len(outcome.refused) + 1
        reference = f"CROWD-{number}-{count}"
        try:
            outcome.receipts[reference] = caller.report(reference, twice=count % every == 0)
        except NotAcceptedError as answer:
            outcome.refused.append(f"{reference}: {answer}")
    caller.close()
    outcome.calls, outcome.unanswered = caller.calls, caller.unanswered
    outcome.longest = caller.longest
    return outcome


def differences(home: Home, receipts: dict[str, str]) -> list[str]:
    """What the register and the log hold other than these receipts say; nothing where all is well."""
    held = inside(home, "print_register()")
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
