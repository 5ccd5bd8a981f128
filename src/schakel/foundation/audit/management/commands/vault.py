"""The vault's keys from the command line.

The command lives in audit and not in vault: every change of keys must stand in the log, and vault lies below
audit, so it cannot write there. The work itself is done by `foundation.vault`.
"""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event, Result
from schakel.foundation.vault.canary import verify_keys
from schakel.foundation.vault.holdings import holdings
from schakel.foundation.vault.keys import (
    VaultError,
    add_to_file,
    key_file,
    key_ring,
    make_file,
    new_key,
    next_identifier,
)
from schakel.foundation.vault.models import VaultCanary
from schakel.foundation.vault.rotation import keys_in_use, rotate

OPERATOR = SystemActor("vault")


class Command(BaseCommand):
    help = "Look after the keys with which personal data is encrypted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("status", help="which keys exist, and how many values each has written")
        actions.add_parser("check", help="are these the keys with which this database was written?")
        actions.add_parser("add-key", help="make a new key that writes from now on")
        actions.add_parser("rotate", help="encrypt every value anew with the key that writes")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['action'].replace('-', '_')}")()
        except VaultError as error:
            raise CommandError(str(error)) from None

    def _status(self) -> None:
        ring = key_ring()
        used = keys_in_use(holdings())
        self.stdout.write(f"Keys from {ring.source}; {ring.active!r} writes.")
        for identifier in {**ring.keys, **used}:
            known = "" if identifier in ring.keys else "  (not in the ring!)"
            shown = identifier or "not an encrypted value"
            self.stdout.write(f"  {shown:<20}{used.get(identifier, 0):>10} values{known}")

    def _check(self) -> None:
        ring = verify_keys()
        self.stdout.write(f"The keys fit this database; {ring.active!r} writes.")

    def _add_key(self) -> None:
        if settings.SCHAKEL_VAULT_KEYS:
            self._print_entry()
            return
        path = key_file(settings.SCHAKEL_HOME)
        if path.exists():
            verify_keys()
            identifier = add_to_file(path)
        elif VaultCanary.objects.exists():
            raise CommandError(
                f"This database was written with keys, but {path} is gone. Restore that file: a new key "
                "opens nothing that is already there."
            )
        else:
            make_file(path)
            identifier = key_ring().active
        verify_keys()
        self._note(identifier, "add_key")
        self.stdout.write(f"The key {identifier!r} in {path} writes from now on.")
        self.stdout.write(
            "Make a backup of that file, kept apart from the backups of the database. Restart the "
            "server, then run 'schakel vault rotate'."
        )

    def _print_entry(self) -> None:
        """Keys from the environment are the operator's to keep: print the entry, change nothing."""
        ring = key_ring()
        self.stderr.write(
            "Put this entry before the others in SCHAKEL_VAULT_KEYS, restart the server, then run "
            "'schakel vault rotate'. Keep it secret."
        )
        self.stdout.write(f"{next_identifier(ring)}:{new_key()}")
        if not ring.index_given:
            self.stderr.write("And this one at the end, so that the oldest key can leave one day:")
            self.stdout.write(ring.index_entry)

    def _rotate(self) -> None:
        ring = verify_keys()
        self._note(ring.active, "rotate_begin")
        outcome = rotate(holdings(), self._progress)
        for failure in outcome.failures:
            self.stderr.write(f"{failure.place}, row {failure.pk}: {failure.reason}")
        result = Result.FAILED if outcome.failures else Result.OK
        self._note(ring.active, "rotate_end", f"values:{outcome.done}", result=result)
        self.stdout.write(f"{outcome.done} values are now encrypted with {ring.active!r}.")
        if outcome.failures:
            raise CommandError(f"{len(outcome.failures)} values could not be read.", returncode=1)

    def _progress(self, done: int) -> None:
        self.stderr.write(f"{done} values …")

    def _note(self, identifier: str, *what: str, result: Result = Result.OK) -> None:
        record(
            by=OPERATOR,
            event=Event.SECURITY,
            object_type="vault_key",
            object_id=identifier,
            data=what,
            result=result,
        )
