"""Delete drafts of reports whose period is over."""

from typing import Any

from django.core.management.base import BaseCommand

from schakel.foundation.access.actors import SystemActor
from schakel.register.intake.drafting import delete_expired


class Command(BaseCommand):
    help = "Delete drafts of reports that nobody changed for 14 days. Run it every night."

    def handle(self, *_args: Any, **_options: Any) -> None:
        gone = delete_expired(by=SystemActor("delete-old-drafts"))
        self.stdout.write(
            f"{gone.unsent:,} drafts deleted, {gone.sent:,} traces of sent drafts deleted."
        )
