"""Prepare and serve a demo of the unit."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from schakel.foundation.accounts.demo import DEMO_PASSWORD, logins_here
from schakel.linkage_unit.demo import fill
from schakel.linkage_unit.operators import OPERATOR


class Command(BaseCommand):
    help = "Serve a demo of the linkage unit, with invented senders and codes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8001, help="default: 8001")
        parser.add_argument("--no-serve", action="store_true", help="prepare only")

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("unit_setup", stdout=self.stdout)
        made = fill(by=OPERATOR)
        self.stdout.write("Demo data is ready." if made else "The demo data was already there.")
        self.stdout.write(f"Sign in with the password {DEMO_PASSWORD} as")
        for login in logins_here():
            self.stdout.write(f"  {login.email}")
        if not options["no_serve"]:
            call_command("unit_serve", port=options["port"], stdout=self.stdout)
