"""Serve the system's pages."""

import socket
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def free_port(address: str, port: int) -> int:
    """`port` itself if nothing listens there, any free one for 0; else an error that says what to do."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} on {address} cannot be used: {error.strerror}. "
                f"Stop the program that uses it, or choose another: make demo PORT={port + 1}"
            ) from error
        return probe.getsockname()[1]


def serve(address: str, port: int, workers: int = 1) -> None:
    """Serve until stopped."""
    Granian(
        "schakel.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


class Command(BaseCommand):
    help = "Serve the system (behind a web server that speaks TLS, unless on this machine only)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--address", default="127.0.0.1", help="default: 127.0.0.1")
        parser.add_argument("--port", type=int, default=8000, help="default: 8000")
        parser.add_argument("--workers", type=int, default=1, help="processes; default: 1")
        parser.add_argument("--quiet", action="store_true", help="do not print the address")

    def handle(self, *_args: Any, **options: Any) -> None:
        port = free_port(options["address"], options["port"])
        if not options["quiet"]:
            self.stdout.write(f"Schakel: http://{options['address']}:{port}/")
            self.stdout.flush()
        serve(options["address"], port, options["workers"])
