"""Fetch cluster numbers from the linkage unit, or take them from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from schakel.foundation.access.actors import SystemActor
from schakel.register.linkage.cluster_rows import ClusterRowsError, read_file, read_page
from schakel.register.linkage.clusters import last_cursor, take_clusters
from schakel.register.linkage.encoded import ClusterFetch
from schakel.register.linkage.unit_line import UnitUnreachableError, ask

OPERATOR = SystemActor("fetch-clusters")


class Command(BaseCommand):
    help = "Fetch cluster numbers of encoded reports from the linkage unit. Run it daily."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="take them from a file that the unit wrote")
        parser.add_argument("--again", action="store_true", help="fetch all from the beginning")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            if options["file"]:
                with options["file"].open(encoding="utf-8") as lines:
                    rows, cursor = read_file(lines)
                made = [take_clusters(by=OPERATOR, rows=rows, cursor=cursor, by_file=True)]
            else:
                made = self.fetch(0 if options["again"] else last_cursor())
        except (ClusterRowsError, UnitUnreachableError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        rows_in_all = sum(one.rows for one in made)
        matched = sum(one.matched for one in made)
        self.stdout.write(f"{rows_in_all:,} rows; for {matched:,} of them the report is here.")

    def fetch(self, cursor: int) -> list[ClusterFetch]:
        """Page by page; each is kept before the next is asked, so a broken line loses nothing."""
        if not settings.SCHAKEL_UNIT_URL or not settings.SCHAKEL_UNIT_TOKEN:
            raise CommandError(
                "Set SCHAKEL_UNIT_URL and SCHAKEL_UNIT_TOKEN, or take a file with --file."
            )
        made, more = [], True
        while more:
            answer = ask(settings.SCHAKEL_UNIT_URL, settings.SCHAKEL_UNIT_TOKEN, cursor)
            rows, cursor, more = read_page(answer)
            made.append(take_clusters(by=OPERATOR, rows=rows, cursor=cursor))
        return made
