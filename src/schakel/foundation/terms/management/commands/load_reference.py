"""`schakel load-reference`: code lists and geography into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from schakel.foundation.terms.actions import load_reference


class Command(BaseCommand):
    help = (
        "Load the code lists, municipalities, regions and countries that come with Schakel\n"
        "May be run again at any time: it changes only what differs, and ends codes instead of\n"
        "deleting them."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for name, counts in load_reference().items():
            self.stdout.write(
                f"{name:<15} {counts.created:>4} new  {counts.changed:>4} changed  "
                f"{counts.unchanged:>4} the same  {counts.ended:>4} ended"
            )
