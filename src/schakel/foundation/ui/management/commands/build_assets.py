"""`schakel build-assets`: the style sheet, fonts and modules of the screens."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from schakel.foundation.ui.assets import MissingPackages, build_assets
from schakel.foundation.ui.modules import build_modules


class Command(BaseCommand):
    help = "Put style sheet, fonts and modules together from npm packages and our own sources."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        base = Path(settings.BASE_DIR)
        parser.add_argument(
            "--node-modules",
            type=Path,
            default=base / "node_modules",
            help="where npm put the packages (default: node_modules in the repository)",
        )
        parser.add_argument(
            "--target",
            type=Path,
            default=base / "build" / "static" / "ui",
            help="where the files go (default: build/static/ui in the repository)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            source, target = options["node_modules"], options["target"]
            written = build_assets(source, target) + build_modules(source, target / "encoding")
        except MissingPackages as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(written)} files written to {target}")
