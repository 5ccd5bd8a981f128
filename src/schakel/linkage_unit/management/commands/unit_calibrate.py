"""Set the threshold of an epoch."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from schakel.linkage_unit.epochs import calibrate
from schakel.linkage_unit.linking import link
from schakel.linkage_unit.operators import OPERATOR, epoch_named


class Command(BaseCommand):
    help = "Set from which likeness on codes count as one person, and number the clusters by it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("epoch")
        parser.add_argument("--threshold", type=float, required=True, help="such as 0.69")

    def handle(self, *_args: Any, **options: Any) -> None:
        epoch = epoch_named(options["epoch"])
        try:
            calibrate(by=OPERATOR, epoch=epoch, threshold=options["threshold"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        run = link(by=OPERATOR, epoch=epoch)
        self.stdout.write(f"{run.changed:,} memberships changed.")
