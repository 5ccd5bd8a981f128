"""`schakel encode FILE.csv`: the program of a sender, as one of Schakel's commands; needs no database."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand

from schakel.methods.encoding import program


class Command(BaseCommand):
    """The same as `schakel-encode`, which can be installed without the rest."""

    help = program.HELP
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        program.add_arguments(parser)

    def handle(self, **options: Any) -> None:
        if code := program.run(Namespace(**options)):
            sys.exit(code)
