"""Open an epoch."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from schakel.linkage_unit.epochs import open_epoch
from schakel.linkage_unit.operators import OPERATOR


class Command(BaseCommand):
    help = "Open an epoch: a new key, for which all senders encode anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="a year, such as 2026; or 2026-2 where a key was replaced")
        parser.add_argument("--from", dest="opened", type=date.fromisoformat, required=True)
        parser.add_argument("--until", type=date.fromisoformat, required=True)
        parser.add_argument("--key", default="", help="fingerprint of the key; never the key")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            epoch = open_epoch(
                by=OPERATOR,
                name=options["name"],
                opened_on=options["opened"],
                closes_on=options["until"],
                key=options["key"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"Epoch {epoch.name} takes codes from {epoch.opened_on} until {epoch.closes_on}, "
            f"made with parameters {epoch.parameters}."
        )
