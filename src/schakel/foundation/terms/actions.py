"""Loading the code lists from this app's own files. Writes no audit line: see geography.actions."""

from collections.abc import Iterator
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from schakel.foundation.geography.actions import load_geography
from schakel.foundation.geography.files import Counts, day_or_none, read_rows, upsert
from schakel.foundation.geography.freshness import raise_version
from schakel.foundation.terms import queries
from schakel.foundation.terms.models import CodeList, Term

DATA = Path(__file__).parent / "data"


def load_terms(*, folder: Path = DATA, today: date | None = None) -> dict[str, Counts]:
    """Lay `lists.csv` and every other CSV file in `folder` over the tables, all or nothing.

    A code that is no longer in the files ends `today`; a second time changes nothing.
    """
    rows = [
        _term(row)
        for path in sorted(folder.glob("*.csv"))
        if path.name != "lists.csv"
        for row in read_rows(path)
    ]
    with transaction.atomic():
        done = {
            "code_lists": upsert(CodeList, read_rows(folder / "lists.csv"), key=["code"]),
            "terms": upsert(
                Term, rows, key=["list_id", "code"], end_on=today or timezone.localdate()
            ),
        }
        if any(counts.touched for counts in done.values()):
            raise_version("terms")
    queries.forget()
    return done


def load_reference() -> dict[str, Counts]:
    """Load geography, code lists and what other apps bring; what `load-reference` runs.

    An app brings its own in a module `reference` with a function `load() -> dict[str, Counts]`.
    """
    with transaction.atomic():
        done = {**load_geography(), **load_terms()}
        for module in _references():
            done.update(module.load())
    queries.forget()
    return done


def _references() -> Iterator[ModuleType]:
    for config in apps.get_app_configs():
        name = f"{config.name}.reference"
        if config.name.startswith("schakel.") and find_spec(name) is not None:
            yield import_module(name)


def _term(row: dict[str, str]) -> dict[str, Any]:
    rest = {name: value for name, value in row.items() if name != "list"}
    return {
        **rest,
        "list_id": row["list"],
        "order": int(row["order"]),
        "valid_from": day_or_none(row["valid_from"]),
        "valid_to": day_or_none(row["valid_to"]),
    }
