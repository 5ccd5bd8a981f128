"""`schakel custody`: the program of the key custodian, as one of Schakel's commands; needs no database."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand

from schakel.methods.encoding import custody


class Command(BaseCommand):
    """The same as `schakel-custody`, which can be installed without the rest."""

    help = custody.HELP
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        custody.add_arguments(parser)

    def handle(self, **options: Any) -> None:
        if code := custody.run(Namespace(**options)):
            sys.exit(code)
