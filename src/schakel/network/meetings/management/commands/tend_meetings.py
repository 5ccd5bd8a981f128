"""`schakel tend-meetings`: remind of meetings and actions, plan series ahead, wake parked signals."""

from typing import Any

from django.core.management.base import BaseCommand

from schakel.foundation.access.actors import SystemActor
from schakel.network.meetings.reminding import tend


class Command(BaseCommand):
    help = (
        "Remind of meetings and actions, plan series ahead, and wake signals that were parked\n"
        "Run it daily; a second run the same day changes nothing."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        done = tend(by=SystemActor("tend-meetings"))
        self.stdout.write(
            f"{done.actions:,} reminders of actions and {done.meetings:,} of meetings are on their way; "
            "`schakel send-notices` mails them."
        )
        self.stdout.write(
            f"{done.planned:,} meetings planned, {done.woken:,} signals woken, "
            f"{done.scanned:,} papers judged."
        )
