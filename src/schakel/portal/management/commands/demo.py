"""Prepare and serve a living demo."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections

from schakel.foundation.accounts.demo import DEMO_LOGINS, DEMO_PASSWORD, DEMO_TOKEN
from schakel.foundation.accounts.models import User
from schakel.portal.demo.filling import is_demo
from schakel.portal.management.commands.serve import free_port


class Command(BaseCommand):
    help = "Serve a living demo with invented data and a login per role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", type=int, default=8000, help="default: 8000; 0 picks a free one"
        )
        parser.add_argument("--reset", action="store_true", help="throw the demo's data away first")
        parser.add_argument("--no-serve", action="store_true", help="prepare only")

    def handle(self, *_args: Any, **options: Any) -> None:
        port = 0 if options["no_serve"] else free_port("127.0.0.1", options["port"])
        if options["reset"]:
            self.reset()
        call_command("setup", stdout=self.stdout)
        call_command("demo_data", stdout=self.stdout)
        if not options["no_serve"]:
            self.welcome(port)
            connections.close_all()
            # A process that has drawn charts must not fork: the drawing engine's threads would be missing
            # in the server's workers, and the first chart drawn there would wait for ever. So the server
            # takes this process's place, afresh.
            command = [sys.argv[0], "serve", "--quiet", "--port", str(port)]
            os.execv(sys.executable, [sys.executable, *command])  # noqa: S606 - our own program

    def reset(self) -> None:
        """Remove the database of a demo; never one that the demo did not make."""
        name = Path(str(settings.DATABASES["default"]["NAME"]))
        if connection.vendor != "sqlite":
            raise CommandError(
                "Only a demo on SQLite can be reset; drop the PostgreSQL database by hand."
            )
        if not name.exists():
            return
        try:
            ours = is_demo() or not User.objects.exists()
        except OperationalError:  # no tables yet
            ours = True
        if not ours:
            raise CommandError(f"{name} was not made by the demo and is left alone.")
        connections.close_all()
        for ending in ("", "-wal", "-shm"):
            Path(f"{name}{ending}").unlink(missing_ok=True)

    def welcome(self, port: int) -> None:
        width = max(len(login.email) for login in DEMO_LOGINS) + 3
        lines = [
            "",
            f"Schakel: http://127.0.0.1:{port}/",
            "",
            f"Sign in at http://127.0.0.1:{port}/home/ with the password {DEMO_PASSWORD} as",
            *(f"  {login.email:<{width}}{login.role.replace('_', ' ')}" for login in DEMO_LOGINS),
            "",
            f"Programmes: http://127.0.0.1:{port}/api/v1/ with the access token {DEMO_TOKEN}",
            "",
            "All people, reports and organisations are invented. Ctrl+C stops.",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
