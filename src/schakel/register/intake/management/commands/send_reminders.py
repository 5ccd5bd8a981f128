"""Remind reporters of questions that wait and of drafts that will be deleted."""

from typing import Any

from django.core.management.base import BaseCommand

from schakel.foundation.access.actors import SystemActor
from schakel.register.intake.reminders import send_reminders


class Command(BaseCommand):
    help = (
        "Remind reporters of unanswered questions and of drafts that will be deleted. Run it daily."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        made = send_reminders(by=SystemActor("send-reminders"))
        self.stdout.write(
            f"{made.questions:,} reminders of a question and {made.drafts:,} of a draft are on their "
            "way; `schakel send-notices` mails them."
        )
