"""Make a database ready for use, or bring it up to date."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from schakel.foundation.vault.canary import verify_keys
from schakel.foundation.vault.keys import key_ring


class Command(BaseCommand):
    help = "Prepare the database: tables, cache, code lists, municipalities; safe to repeat."

    def handle(self, *_args: Any, **_options: Any) -> None:
        key_ring()  # a missing key must be noticed before the first row is written
        call_command("migrate", verbosity=0, interactive=False)
        verify_keys()  # nor may the keys be others than those with which this database was written
        call_command("createcachetable", verbosity=0)
        call_command("load_reference", stdout=self.stdout)
        self.stdout.write("The database is ready.")
