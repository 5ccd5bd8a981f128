"""A worker beside the server: a round, a pause, and again."""

import signal
from abc import ABC, abstractmethod
from argparse import ArgumentParser
from collections.abc import Callable
from threading import Event
from typing import Any, Protocol

from django.core.management.base import BaseCommand
from django.db import close_old_connections


class Done(Protocol):
    """What a round did: counts by the state in which something ended."""

    delivered: int
    waiting: int
    dead: int


class RoundsCommand(BaseCommand, ABC):
    """Sends what is due, until stopped; with --once, what is due now."""

    seconds_between = 5.0
    sent = "delivered"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="send what is due now, and end (for cron)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        stop = Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            # What is being sent is finished and written down first.
            signal.signal(name, lambda *_signal: stop.set())
        while not stop.is_set():
            done = self.round(stop.is_set)
            if options["once"] or done.delivered or done.waiting or done.dead:
                self.stdout.write(
                    f"{done.delivered:,} {self.sent}, {done.waiting:,} to be tried again, "
                    f"{done.dead:,} given up."
                )
                self.stdout.flush()
            if options["once"]:
                break
            close_old_connections()
            stop.wait(self.seconds_between)

    @abstractmethod
    def round(self, stopped: Callable[[], bool]) -> Done:
        """Send everything that is due, ending early once `stopped`."""
