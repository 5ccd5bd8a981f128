"""Serve the unit's pages and doors."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


class Command(BaseCommand):
    help = (
        "Serve the linkage unit (behind a web server that speaks TLS, unless on this machine only)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="127.0.0.1", help="default: 127.0.0.1")
        parser.add_argument("--port", type=int, default=8001, help="default: 8001")
        parser.add_argument("--workers", type=int, default=1, help="processes; default: 1")

    def handle(self, *_args: Any, **options: Any) -> None:
        address, port = options["address"], options["port"]
        self.stdout.write(f"Linkage unit: http://{address}:{port}/")
        self.stdout.flush()
        Granian(
            "schakel.config.wsgi:application",
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            workers=options["workers"],
            blocking_threads=4,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
        ).serve()
