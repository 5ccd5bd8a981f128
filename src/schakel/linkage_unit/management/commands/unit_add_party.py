"""Add a party and make its token."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.linkage_unit.actions import add_partner, make_token
from schakel.linkage_unit.choices import Kind
from schakel.linkage_unit.operators import OPERATOR


class Command(BaseCommand):
    help = "Add a party at the door, and show its token, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="of the organisation")
        parser.add_argument("--source", required=True, help="its number at the centre, O-…")
        parser.add_argument("--centre", action="store_true", help="fetches clusters; sends nothing")
        parser.add_argument("--days", type=int, default=183, help="validity; default: 183")

    def handle(self, *_args: Any, **options: Any) -> None:
        kind = Kind.CENTRE if options["centre"] else Kind.SENDER
        try:
            partner = add_partner(
                by=OPERATOR, name=options["name"], source=options["source"], kind=kind
            )
            _token, secret = make_token(
                by=OPERATOR,
                partner=partner,
                name=options["name"][:80],
                expires_at=timezone.now() + timedelta(days=options["days"]),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{partner.source} ({kind.label}). Token, shown once: {secret}")
