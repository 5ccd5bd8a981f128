"""Build the table by which reports of one person are found, and compare what was not compared yet."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from schakel.register.linkage.indexing import Progress, compare_all, index, start_anew


class Command(BaseCommand):
    help = (
        "Keep a record of every report that has none of today's form, and compare what was not compared "
        "yet with all others. Stop it at any time; run again, it goes on where it was. Decisions of "
        "people stay as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rebuild", action="store_true", help="throw the table away first and build all of it"
        )

    def handle(self, **options: Any) -> None:
        if options["rebuild"]:
            start_anew()
        made = index(self._progress("indexed"))
        pairs = compare_all(self._progress("compared"))
        self.stdout.write(f"{made:,} reports indexed, {pairs:,} pairs are worth a look.")

    def _progress(self, word: str) -> Progress:
        def tell(done: int, total: int) -> None:
            self.stdout.write(f"  {done:,} of {total:,} {word}")
            self.stdout.flush()

        return tell
