"""Fill an empty database with invented data."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from schakel.portal.demo.filling import SEED, NotEmpty, fill


class Command(BaseCommand):
    help = "Fill an empty database with invented people and reports (never beside real ones)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED, help="another seed, another demo")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.SCHAKEL_DEMO:
            raise CommandError(
                "Demo data belongs in a demo only. Use `schakel demo`, or set SCHAKEL_DEMO=1."
            )
        try:
            filled = fill(progress=self.progress, seed=options["seed"])
        except NotEmpty as error:
            raise CommandError(
                "This database already holds users or reports that the demo did not make; nothing was "
                "changed. Choose another folder: SCHAKEL_HOME=/some/empty/folder"
            ) from error
        self.stdout.write("Demo data is ready." if filled else "The demo data was already there.")

    def progress(self, what: str) -> None:
        self.stdout.write(f"  … {what}")
        self.stdout.flush()
