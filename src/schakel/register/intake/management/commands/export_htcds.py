"""`schakel export-htcds FILE`: reports in IOM's Human Trafficking Case Data Standard."""

import os
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.requests import working_from
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import User
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.foundation.ui.exports import csv_lines
from schakel.register.intake.files.htcds import Dropped, as_htcds, in_words
from schakel.register.intake.files.mapping import FIELDS
from schakel.register.intake.models import Report
from schakel.register.intake.queries import data_of

CHUNK = 500


class Command(BaseCommand):
    """Writes a file that only its owner can read, and says what did not fit."""

    help = (
        "Write the reports that count as a file in HTCDS, with what the standard cannot hold listed per "
        "column. Without names and dates of birth, unless --with-identity is given. Each report is logged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file to write; must not exist yet")
        parser.add_argument(
            "--by",
            required=True,
            metavar="EMAIL",
            help="the registrar on whose behalf this is done",
        )
        parser.add_argument("--year", type=int, help="only reports of this year")
        parser.add_argument(
            "--with-identity", action="store_true", help="also names and dates of birth"
        )
        parser.add_argument(
            "--language", choices=("en", "nl"), default="en", help="language of the messages"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = _registrar(options["by"])
        self.dropped: Counter[Dropped] = Counter()
        self.count = 0
        with override(options["language"]), working_from("command:export-htcds"):
            rows = self._rows(actor, options["year"], options["with_identity"])
            _write(Path(options["file"]), csv_lines(FIELDS, rows))
            self.stdout.write(f"{self.count:,} reports written.")
            self.stdout.writelines(f"{text}\n" for text in in_words(self.dropped))

    def _rows(self, actor: Actor, year: int | None, with_identity: bool) -> Iterator[list[str]]:
        reports = Report.objects.standing().order_by("pk")
        if year is not None:
            reports = reports.filter(year=year)
        keys = list(reports.values_list("pk", flat=True))
        for start in range(0, len(keys), CHUNK):
            part = Report.objects.with_rows().select_related("identity")
            chunk = list(part.filter(pk__in=keys[start : start + CHUNK]).order_by("pk"))
            _log(actor, chunk, with_identity)
            for report in chunk:
                # Our number is the reference: what the sender calls the case is between sender and centre.
                data = replace(data_of(report), reporter_reference=report.number)
                written = as_htcds(data, with_identity=with_identity)
                self.dropped.update(written.dropped)
                self.count += 1
                yield [written.values.get(field, "") for field in FIELDS]


def _registrar(email: str) -> Actor:
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None or Role.REGISTRAR not in user.roles:
        raise CommandError("--by does not name a registrar. Give the e-mail address of one.")
    return user


def _log(actor: Actor, reports: list[Report], with_identity: bool) -> None:
    data = ("report", "identity") if with_identity else ("report",)
    lines = [
        Line(event=Event.EXPORT, object_type="report", object_id=report.number, data=data)
        for report in reports
    ]
    with transaction.atomic():
        record_many(by=actor, lines=lines)


def _write(path: Path, lines: Iterator[str]) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CommandError(f"{path} exists already. Give the name of a new file.") from None
    except OSError:
        raise CommandError(f"{path} cannot be written. Choose a folder of your own.") from None
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
