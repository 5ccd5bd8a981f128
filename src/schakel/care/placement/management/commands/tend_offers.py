"""Close offers that ran out, ask the next place, remind shelters, and bring up what nobody takes further."""

from typing import Any

from django.core.management.base import BaseCommand

from schakel.care.placement.tending import tend
from schakel.foundation.access.actors import SystemActor


class Command(BaseCommand):
    help = (
        "Close offers of a place that were not answered in time and ask the next place of the order, remind "
        "shelters of those that are about to run out, and tell coordinators of requests with which nothing "
        "happens. Run it every minute."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        done = tend(by=SystemActor("tend-offers"))
        self.stdout.write(
            f"{done.expired:,} offers ran out, {done.offered:,} next places of an order were asked; "
            f"{done.reminded:,} reminders to shelters and "
            f"{done.escalated:,} to coordinators are on their way; `schakel send-notices` mails them."
        )
