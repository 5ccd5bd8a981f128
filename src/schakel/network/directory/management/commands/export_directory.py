"""`schakel export-directory`: the public directory as one file in Open Referral's HSDS 3.0."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import override

from schakel.network.directory import referral


class Command(BaseCommand):
    help = (
        "Write the public directory for other directories (Open Referral, HSDS 3.0)\n"
        "A JSON list of services with their organisation, telephones, hours and areas."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, help="the file; without it: the screen")
        parser.add_argument("--on", type=date.fromisoformat, help="as on this day (2026-01-31)")
        parser.add_argument("--language", choices=["nl", "en"], default="nl")

    def handle(self, *_args: Any, **options: Any) -> None:
        day = options["on"] or timezone.localdate()
        with override(options["language"]):
            found = referral.services(referral.entries(day), day)
        text = json.dumps(found, ensure_ascii=False, indent=1)
        if options["out"] is None:
            self.stdout.write(text)
            return
        options["out"].write_text(f"{text}\n", encoding="utf-8")
        self.stdout.write(f"{len(found):,} services written to {options['out']}.")
