"""Make the unit's database ready for use, or bring it up to date."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from schakel.foundation.vault.canary import verify_keys
from schakel.foundation.vault.keys import key_ring

# A table that only the centre has: whoever finds it here has been given the wrong database.
CENTRES_TABLE = "intake_report"


class Command(BaseCommand):
    help = "Prepare the unit's own database: tables, cache, code lists; safe to repeat."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if CENTRES_TABLE in connection.introspection.table_names():
            raise CommandError(
                "This is the centre's database. The linkage unit must have one of its own: set "
                "SCHAKEL_UNIT_DATABASE_URL or SCHAKEL_UNIT_HOME. Nothing was changed."
            )
        key_ring()  # a missing key must be noticed before the first row is written
        call_command("migrate", verbosity=0, interactive=False)
        verify_keys()
        call_command("createcachetable", verbosity=0)
        call_command("load_reference", stdout=self.stdout)
        self.stdout.write("The unit's database is ready.")
