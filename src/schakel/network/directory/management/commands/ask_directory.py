"""`schakel ask-directory`: ask whether entries of the directory are still right."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.foundation.access.actors import SystemActor
from schakel.network.directory.checking import ask


class Command(BaseCommand):
    help = (
        "Ask by mail whether entries of the directory are still right\n"
        "Run it daily; nobody is asked about the same entry more than once in two weeks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", required=True, metavar="https://…", help="where people reach this system"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["at"].startswith(("https://", "http://")):
            raise CommandError("--at begins with https://")
        done = ask(by=SystemActor("ask-directory"), origin=options["at"])
        self.stdout.write(
            f"{done.entries:,} entries asked about, in {done.mails:,} mails; "
            f"{done.without_address:,} have nobody to ask."
        )
        if done.is_down:
            raise CommandError("The mail server does not answer; the next run goes on from here.")
