"""Write the cluster numbers for the centre to a file, where no line joins the two."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.linkage_unit.choices import Kind
from schakel.linkage_unit.fetching import fetch
from schakel.linkage_unit.models import UnitPartner
from schakel.linkage_unit.operators import OPERATOR

_AT_ONCE = 5000


class Command(BaseCommand):
    help = "Write new and changed cluster numbers to a file for the centre (JSON lines)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--after", type=int, default=0, help="the last line of the file before")

    def handle(self, *_args: Any, **options: Any) -> None:
        centre = UnitPartner.objects.filter(kind=Kind.CENTRE).first()
        if centre is None:
            raise CommandError("The centre is no party yet: schakel linkage-unit add-party --help")
        cursor, more, rows = options["after"], True, 0
        with options["file"].open("x", encoding="utf-8") as file:
            while more:
                page = fetch(by=OPERATOR, partner=centre, cursor=cursor, size=_AT_ONCE)
                cursor, more = page["next_cursor"], page["more"]
                rows += len(page["items"])
                file.writelines(json.dumps(item) + "\n" for item in page["items"])
            file.write(json.dumps({"rows": rows, "next_cursor": cursor}) + "\n")
        self.stdout.write(f"{rows:,} rows. Next time: --after {cursor}")
