"""`schakel watch-shelter`: remind of legal clocks that run out, and hand bottlenecks up as signals."""

from typing import Any

from django.core.management.base import BaseCommand

from schakel.care.placement.signalling import hand_up_signals
from schakel.care.placement.timing import remind
from schakel.foundation.access.actors import SystemActor


class Command(BaseCommand):
    help = (
        "Remind placement coordinators of clocks that run out, and hand bottlenecks up as signals\n"
        "Run it daily; a second run the same day changes nothing."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        by = SystemActor("watch-shelter")
        made = remind(by=by)
        self.stdout.write(
            f"{made:,} reminders of a clock are on their way; `schakel send-notices` mails them."
        )
        self.stdout.write(f"{hand_up_signals(by=by):,} signals stand with what was counted now.")
