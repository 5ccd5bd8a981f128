"""Work out anew the registrations that rest on a report corrected or withdrawn since."""

from typing import Any

from django.core.management.base import BaseCommand

from schakel.foundation.access.actors import SystemActor
from schakel.register.persons.recounting import recount_stale


class Command(BaseCommand):
    help = (
        "Work out anew the registrations of persons whose reports were corrected or withdrawn. Pages do "
        "so by themselves; run it every night to be certain."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        count = recount_stale(by=SystemActor("recount-registrations"))
        self.stdout.write(f"{count:,} persons counted anew.")
