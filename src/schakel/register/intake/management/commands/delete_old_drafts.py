"""Delete drafts of reports, tips, and files that partners delivered, whose period is over."""

from typing import Any

from django.core.management.base import BaseCommand

from schakel.foundation.access.actors import SystemActor
from schakel.register.intake.deliveries import delete_expired_files
from schakel.register.intake.drafting import delete_expired
from schakel.register.intake.tipping import delete_old_tips


class Command(BaseCommand):
    help = (
        "Delete drafts of reports that nobody changed for 14 days, tips that nobody changed for 90 days, "
        "and files that partners delivered 7 days ago. Run it every night."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        actor = SystemActor("delete-old-drafts")
        gone, files = delete_expired(by=actor), delete_expired_files(by=actor)
        tips = delete_old_tips(by=actor)
        self.stdout.write(
            f"{gone.unsent:,} drafts deleted, {gone.sent:,} traces of sent drafts deleted, "
            f"{files:,} files deleted, {tips:,} tips deleted."
        )
