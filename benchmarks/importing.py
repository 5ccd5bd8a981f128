"""How fast a file of reports comes in, against a bare `bulk_create` of the very rows that it leaves behind.

The floor writes the same bytes to the same tables through the ORM, without encryption, log, checks or
reading. Next to the total stands what the vault, the blind index and the log cost by themselves.
"""

import csv
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models, transaction

from benchmarks.timing import ROUNDS, Figure, medians, seconds
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.models import Entry
from schakel.foundation.vault.fields import BlindIndexField, EncryptedField
from schakel.register.intake.models import Report

ROWS = 2000
BATCH = 500
SYLLABLES = (
    "ba",
    "de",
    "fi",
    "go",
    "ku",
    "la",
    "me",
    "ni",
    "po",
    "ru",
    "sa",
    "te",
    "vi",
    "wo",
    "zu",
)
FORMS = ("SEXUAL", "LABOUR", "CRIMINAL")


def file_of_reports(path: Path, rows: int = ROWS) -> None:
    """Police reports with names and dates of birth, in the documented form, the same at every call."""
    chance = random.Random(2026)  # noqa: S311 -- invented people, not secrets
    reports = [_report(chance, number) for number in range(rows)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(reports[0]))
        writer.writeheader()
        writer.writerows(reports)


def _report(chance: random.Random, number: int) -> dict[str, str]:
    return {
        "reporter_reference": f"R{number:06}",
        "reporter_type": "POLICE",
        "reported_on": f"{chance.randint(2019, 2025)}-{chance.randint(1, 12):02}",
        "surname": "".join(chance.choices(SYLLABLES, k=4)).title(),
        "given_names": "".join(chance.choices(SYLLABLES, k=3)).title(),
        "date_of_birth": f"{chance.randint(1970, 2006)}-{chance.randint(1, 12):02}-15",
        "gender": chance.choice(("FEMALE", "MALE")),
        "nationalities": "NL",
        "forms": chance.choice(FORMS),
        "purposes": "REGISTRATION",
        "legal_basis": "BPG_4_2",
    }


@dataclass
class Database:
    """The SQLite file of this run, which can be put back as it was before an import."""

    path: Path
    kept: Path = field(init=False)

    def __post_init__(self) -> None:
        self.kept = self.path.with_suffix(".kept")

    def keep(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copy(self.path, self.kept)

    def restore(self) -> None:
        connection.close()
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copy(self.kept, self.path)


def bring_in(path: Path) -> None:
    """The import as an operator starts it."""
    call_command("import_reports", str(path), json=True, stdout=StringIO(), stderr=StringIO())


def own_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("schakel.")]


def highest() -> dict[type[models.Model], Any]:
    """How far each table has been numbered, to tell later which rows are new."""
    return {
        model: model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
        for model in own_models()
        if isinstance(_number(model._meta.pk), models.IntegerField)
    }


def _number(column: models.Field) -> models.Field:
    """The column itself, or the one that it points to."""
    return _number(column.target_field) if isinstance(column, models.ForeignKey) else column


def _plain(column: models.Field) -> models.Field:
    """The same column without anything of ours in it."""
    if column.primary_key:
        return models.BigAutoField(primary_key=True, db_column=column.column)
    if isinstance(_number(column), models.IntegerField):  # automatic keys of other tables too
        return models.BigIntegerField(null=True, db_column=column.column)
    return models.TextField(null=True, db_column=column.column)


def mirror(model: type[models.Model]) -> type[models.Model]:
    """A model of the same table with nothing but integers and text: what a bare ORM would write."""
    columns = {f"c{n}": _plain(column) for n, column in enumerate(model._meta.concrete_fields)}
    meta = type(
        "Meta", (), {"db_table": model._meta.db_table, "managed": False, "app_label": "bench"}
    )
    return type(
        f"Bare{model.__name__}", (models.Model,), {"__module__": __name__, "Meta": meta, **columns}
    )


def rows_since(before: dict[type[models.Model], Any]) -> dict[type[models.Model], list[Any]]:
    """Everything written since, as instances of the bare models, exactly as it stands in the tables."""
    written = {}
    for model, last in before.items():
        bare = mirror(model)
        rows = list(bare._base_manager.filter(pk__gt=last).order_by("pk"))
        if rows:
            written[bare] = rows
    return written


def write_bare(written: dict[type[models.Model], list[Any]]) -> None:
    with connection.constraint_checks_disabled(), transaction.atomic():
        for bare, rows in written.items():
            bare._base_manager.bulk_create(rows, batch_size=BATCH)


def vault_work(
    before: dict[type[models.Model], Any],
) -> tuple[Callable[[], None], Callable[[], None]]:
    """Sealing every encrypted value again, and computing every blind index again, with nothing else."""
    sealed: list[tuple[EncryptedField, Any]] = []
    blind: list[tuple[BlindIndexField, models.Model]] = []
    for model, last in before.items():
        columns = model._meta.concrete_fields
        encrypted = [column for column in columns if isinstance(column, EncryptedField)]
        indexes = [column for column in columns if isinstance(column, BlindIndexField)]
        for row in model._base_manager.filter(pk__gt=last) if encrypted or indexes else ():
            sealed += [(column, getattr(row, column.attname)) for column in encrypted]
            blind += [(index, row) for index in indexes]

    def seal() -> None:
        for column, value in sealed:
            column.get_db_prep_save(value, connection)

    def index() -> None:
        for column, row in blind:
            column.pre_save(row, add=True)

    return seal, index


def log_work(before: dict[type[models.Model], Any]) -> Callable[[], None]:
    """Writing as many lines of the log as the import wrote, and nothing else."""
    count = Entry.objects.filter(pk__gt=before[Entry]).count()
    lines = [Line(Event.CREATE, "report", f"M-{n}", f"P-{n}", ("report",)) for n in range(count)]

    def write() -> None:
        with transaction.atomic():
            record_many(by=SystemActor("bench"), lines=lines)

    return write


def figures(folder: Path) -> list[Figure]:
    """Import against floor, and the share of each safeguard."""
    path = folder / "reports.csv"
    file_of_reports(path)
    database = Database(Path(settings.DATABASES["default"]["NAME"]))
    before = highest()
    database.keep()
    bring_in(path)
    reports = Report.objects.count()
    written = rows_since(before)
    seal, index = vault_work(before)
    log = log_work(before)

    def fresh(work: Callable[[], None]) -> float:
        database.restore()
        connection.ensure_connection()
        return seconds(work)

    taken = medians(
        {
            "import": partial(fresh, partial(bring_in, path)),
            "floor": partial(fresh, partial(write_bare, written)),
            "vault": partial(seconds, seal),
            "index": partial(seconds, index),
            "log": partial(fresh, log),
        },
        ROUNDS,
    )
    database.restore()
    total = sum(len(rows) for rows in written.values())
    return _lines(taken, reports, total)


def _lines(taken: dict[str, float], reports: int, rows: int) -> list[Figure]:
    def rate(seconds_taken: float) -> str:
        return f"{reports / seconds_taken:,.0f} reports/s"

    per_report = f"({rows / reports:.1f} rows per report)"
    found = [
        Figure(
            f"import of a file against bare bulk_create of the same rows {per_report}",
            rate(taken["import"]),
            rate(taken["floor"]),
            f"{taken['floor'] / taken['import']:.2f}",
            "≥ 0.5",
        )
    ]
    parts = {"vault": "sealing", "index": "blind index", "log": "log lines, written"}
    for name, words in parts.items():
        share = taken[name] / taken["import"]
        each = f"{taken[name] / reports * 1e6:,.0f} µs per report"
        found.append(Figure(f"of which {words}", each, "", f"{share:.0%} of the import"))
    return found
