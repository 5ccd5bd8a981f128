"""Send waiting notices by mail."""

import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.notices.actions import again
from schakel.foundation.notices.tasks import send_round

SECONDS_BETWEEN = 15.0


class Command(BaseCommand):
    help = "Mail the notices that wait, until stopped. Run it beside the server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="mail what is due now, and end (for cron)"
        )
        parser.add_argument(
            "--again", action="store_true", help="first put what was given up on its way again"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        by, stop = SystemActor("send-notices"), Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            # The mail that is being sent is finished and written down first.
            signal.signal(name, lambda *_signal: stop.set())
        if options["again"]:
            self.stdout.write(f"{again(by=by):,} put on their way again.")
        while not stop.is_set():
            done = send_round(by=by, stopped=stop.is_set)
            if options["once"] or done.delivered or done.waiting or done.dead:
                self.stdout.write(
                    f"{done.delivered:,} mailed, {done.waiting:,} to be tried again, "
                    f"{done.dead:,} given up."
                )
                self.stdout.flush()
            if options["once"]:
                break
            close_old_connections()
            stop.wait(SECONDS_BETWEEN)
