"""Delete the codes of an epoch that is over."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from schakel.linkage_unit.epochs import delete_codes
from schakel.linkage_unit.models import CodeMessage
from schakel.linkage_unit.operators import OPERATOR, epoch_named
from schakel.linkage_unit.queries import shares


class Command(BaseCommand):
    help = (
        "Delete the codes of an epoch that is over, with proof; shows only, unless --yes is given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("epoch")
        parser.add_argument("--yes", action="store_true", help="delete, instead of only showing")

    def handle(self, *_args: Any, **options: Any) -> None:
        epoch = epoch_named(options["epoch"])
        if not options["yes"]:
            count = CodeMessage.objects.filter(epoch=epoch).count()
            self.stdout.write(f"{count:,} messages with codes would go, from these senders:")
            for share in shares(epoch):
                self.stdout.write(f"  {share.partner.source}  {share.codes:,}")
            self.stdout.write("Nothing was deleted. Give --yes to delete.")
            return
        try:
            proof = delete_codes(by=OPERATOR, epoch=epoch)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"Proof {proof.number}: epoch {epoch.name}, {proof.at:%Y-%m-%d %H:%M} UTC, "
            f"{proof.messages:,} messages and {proof.pairs:,} alike pairs deleted, {proof.left:,} left.\n"
            f"SHA-256 of their fingerprints: {proof.digest}. Line {proof.line} of the log."
        )
