"""Deliver status messages to partners' systems."""

import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.webhooks.tasks import send_round

SECONDS_BETWEEN = 5.0


class Command(BaseCommand):
    help = "Deliver status messages to partners' systems, until stopped. Run it beside the server."

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
            done = send_round(by=SystemActor("send-webhooks"), stopped=stop.is_set)
            if options["once"] or done.delivered or done.waiting or done.dead:
                self.stdout.write(
                    f"{done.delivered:,} delivered, {done.waiting:,} to be tried again, "
                    f"{done.dead:,} given up."
                )
                self.stdout.flush()
            if options["once"]:
                break
            close_old_connections()
            stop.wait(SECONDS_BETWEEN)
