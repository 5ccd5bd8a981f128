"""`schakel load-boundaries`: real outlines of municipalities, from a file or an address."""

from argparse import ArgumentParser
from datetime import MAXYEAR, MINYEAR
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.foundation.geography.actions import load_boundaries
from schakel.foundation.geography.outlines import BoundaryFileError

LARGEST = 200 * 1024 * 1024
SECONDS = 60


class Command(BaseCommand):
    help = (
        "Load the outlines of municipalities from a GeoJSON file or address (https)\n"
        "Without outlines the maps have one tile per municipality; with them they show the country as it\n"
        "is. Loading a year again replaces that year. A file with anything wrong changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="FILE_OR_URL")
        parser.add_argument(
            "--year", type=int, help="the year the outlines hold for (default: this year)"
        )
        parser.add_argument(
            "--code-property", default="", help="the property with the code, as GM0363"
        )
        parser.add_argument(
            "--skip-unknown", action="store_true", help="leave out codes that Schakel does not know"
        )

    def handle(self, *args: Any, source: str, **options: Any) -> None:
        year = options["year"] or timezone.localdate().year
        if not MINYEAR <= year <= MAXYEAR:
            raise CommandError(f"{year} is no year. Give four digits, such as --year 2023.")
        try:
            loaded, unknown = load_boundaries(
                text=_read(source),
                year=year,
                code_property=options["code_property"],
                skip_unknown=options["skip_unknown"],
            )
        except BoundaryFileError as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        self.stdout.write(f"{loaded} outlines loaded for {year}")
        if unknown:
            self.stdout.write(f"left out, not known to Schakel: {', '.join(unknown)}")


def _read(source: str) -> str:
    data = _fetch(source) if "://" in source else _open(Path(source))
    if len(data) > LARGEST:
        raise CommandError(
            f"The source is larger than {LARGEST // 1024**2} MB. Simplify it first, for instance with "
            "`ogr2ogr -simplify 0.001`."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError(
            "The source is not text in UTF-8. Give a GeoJSON file, not a zip."
        ) from None


def _open(path: Path) -> bytes:
    try:
        with path.open("rb") as handle:
            return handle.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(
            f"Cannot read {path}: {error.strerror}. Check the name of the file."
        ) from error


def _fetch(address: str) -> bytes:
    if not address.startswith("https://"):
        raise CommandError("Only https:// addresses are read. Download the file and give its name.")
    try:
        request = Request(address, headers={"Accept": "application/geo+json, application/json"})  # noqa: S310
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return answer.read(LARGEST + 1)
    except (URLError, TimeoutError) as error:
        raise CommandError(
            f"Cannot read {address}: {error}. Download the file and give its name."
        ) from error
