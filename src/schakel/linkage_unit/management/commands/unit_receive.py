"""Take a delivery that came by disk."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.linkage_unit.models import UnitPartner
from schakel.linkage_unit.operators import OPERATOR
from schakel.linkage_unit.receiving import receive
from schakel.methods.encoding.messages import MessageError


class Command(BaseCommand):
    help = "Take a file with codes that a sender brought, as if it had come over the line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="the sender's number at the centre")

    def handle(self, *_args: Any, **options: Any) -> None:
        partner = UnitPartner.objects.filter(source=options["source"]).first()
        if partner is None:
            raise CommandError(f"There is no party {options['source']}.")
        try:
            with options["file"].open("rb") as file:
                made = receive(by=OPERATOR, partner=partner, file=file)
        except MessageError as error:
            raise CommandError(f"Nothing was taken: {error}") from error
        self.stdout.write(
            f"Delivery {made.number}: {made.new:,} new, {made.known:,} already there, "
            f"{made.replaced:,} replaced, {made.not_encodable:,} not encodable."
        )
