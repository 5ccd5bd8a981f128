"""`schakel simulate-placement`: do ranking and joint assignment help? Invented years; needs no database."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.core.management.base import BaseCommand

from schakel.methods.placement import program


class Command(BaseCommand):
    """Stands here for the list of commands; `schakel` starts the program without the rest."""

    help = program.HELP
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        program.add_arguments(parser)

    def handle(self, **options: Any) -> None:
        if code := program.run(Namespace(**options)):
            sys.exit(code)
