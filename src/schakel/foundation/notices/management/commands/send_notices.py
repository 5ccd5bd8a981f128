"""Send waiting notices by mail."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.notices.actions import again
from schakel.foundation.notices.tasks import Round, send_round
from schakel.foundation.webhooks.rounds import RoundsCommand

BY = SystemActor("send-notices")


class Command(RoundsCommand):
    help = "Mail the notices that wait, until stopped. Run it beside the server."
    seconds_between = 15.0
    sent = "mailed"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--again", action="store_true", help="first put what was given up on its way again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            self.stdout.write(f"{again(by=BY):,} put on their way again.")
        super().handle(*args, **options)

    def round(self, stopped: Callable[[], bool]) -> Round:
        return send_round(by=BY, stopped=stopped)
