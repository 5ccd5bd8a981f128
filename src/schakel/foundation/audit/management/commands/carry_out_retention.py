"""Delete what is kept no longer, and say which periods no program carries out.

Lives in audit as the vault's command does: what is deleted must stand in the log, and vault lies below it.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.foundation.vault.classification import Retention, collect
from schakel.foundation.vault.expiry import expiries

OPERATOR = SystemActor("carry-out-retention")


def in_words(period: Retention) -> str:
    """``14 days``, ``60 months``, or that there is no end."""
    if period.months is None:
        return "no end"
    return f"{period.days} days" if period.days and not period.months else f"{period.months} months"


class Command(BaseCommand):
    help = (
        "Delete what is kept no longer; shows what would go, unless --yes is given. Run it daily."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="delete, instead of only showing")

    def handle(self, *_args: Any, **options: Any) -> None:
        now, stated = timezone.now(), expiries()
        for name, period in sorted(collect().retention.items()):
            line = f"{name} ({in_words(period)})"
            if name not in stated:
                rest = "kept" if period.then == "keep" else "no program carries this out yet"
            elif options["yes"]:
                with transaction.atomic():
                    count = stated[name].carry_out(now)
                    if count:
                        self._log(name, count)
                rest = f"{count:,} deleted"
            else:
                rest = f"{stated[name].count(now):,} would be deleted"
            self.stdout.write(f"{line}: {rest}.")
        if not options["yes"]:
            self.stdout.write("Nothing was deleted. Give --yes to delete.")

    def _log(self, name: str, count: int) -> None:
        record(
            by=OPERATOR,
            event=Event.DELETE,
            object_type="retention",
            object_id=name,
            data=(f"rows:{count}",),
            ground="retention",
        )
