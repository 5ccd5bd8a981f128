"""`schakel snapshot`: the register without identities, in files that analysis and figures count from."""

from argparse import ArgumentParser
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.insight.analysis.actions import make_snapshot

# So many reports between two lines of progress.
STEP = 10_000


class Command(BaseCommand):
    help = (
        "Make a snapshot: the reports that count without identities, in files with a hash. Analysis and "
        "figures count from snapshots alone; run it every night."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--cutoff",
            type=date.fromisoformat,
            metavar="DATE",
            help="reports received up to and including this day (default: until now)",
        )
        parser.add_argument("--reason", default="", help="what it is made for")

    def handle(self, *_args: Any, **options: Any) -> None:
        self._told = 0
        try:
            snapshot = make_snapshot(
                by=SystemActor("snapshot"),
                cutoff=_end_of(options["cutoff"]),
                reason=options["reason"],
                progress=self._tell,
            )
        except ValueError as error:
            raise CommandError(f"No snapshot was made: {error}.") from None
        self.stdout.write(
            f"{snapshot.number}: {snapshot.rows:,} reports, {snapshot.registrations:,} registrations; "
            f"{snapshot.digest}"
        )

    def _tell(self, done: int) -> None:
        if done // STEP > self._told:
            self._told = done // STEP
            self.stderr.write(f"{done:,} reports …")


def _end_of(day: date | None) -> datetime | None:
    """The last moment of a day, or now where the day is not over."""
    if day is None:
        return None
    end = datetime.combine(day + timedelta(days=1), time.min, timezone.get_current_timezone())
    end -= timedelta(microseconds=1)
    return min(end, timezone.now()) if day <= timezone.localdate() else end
