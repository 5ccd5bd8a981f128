"""`schakel load-reference`: may be run at any time, and never takes a code away from an old report."""

import csv
import shutil
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from schakel.foundation.geography.freshness import current_version
from schakel.foundation.terms import queries
from schakel.foundation.terms.actions import DATA, load_terms
from schakel.foundation.terms.models import Term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    yield
    queries.forget()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "terms"))


def rewrite(path: Path, change) -> None:
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        names, rows = reader.fieldnames, [row for row in map(change, reader) if row]
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names)
        writer.writeheader()
        writer.writerows(rows)


def test_a_second_time_changes_nothing_and_says_so() -> None:
    before = current_version("terms"), current_version("geography")
    out = StringIO()
    call_command("load_reference", stdout=out)
    lines = [line.split() for line in out.getvalue().splitlines()]
    assert {line[0] for line in lines} >= {"terms", "code_lists", "municipalities", "countries"}
    for name, new, _, changed, _, same, *rest in lines:
        assert (new, changed, rest[-2]) == ("0", "0", "0"), name
        assert int(same) > 0
    assert (current_version("terms"), current_version("geography")) == before


def test_a_code_that_leaves_the_file_ends_and_comes_back_when_it_returns(folder: Path) -> None:
    rewrite(folder / "reports.csv", lambda row: None if row["code"] == "SECURE_MAIL" else row)
    done = load_terms(folder=folder, today=date(2026, 3, 1))
    assert (done["terms"].ended, done["terms"].created, done["terms"].changed) == (1, 0, 0)
    row = Term.objects.get(list_id="channel", code="SECURE_MAIL")
    assert row.valid_to == date(2026, 3, 1)
    assert queries.label("channel", "SECURE_MAIL")
    assert not queries.is_valid("channel", "SECURE_MAIL", on=date(2026, 3, 1))
    assert load_terms(folder=folder, today=date(2026, 4, 1))["terms"].ended == 0, "ends once"
    assert load_terms()["terms"].changed == 1
    assert queries.is_valid("channel", "SECURE_MAIL")


def test_a_new_label_is_seen_at_once_and_raises_the_edition(folder: Path) -> None:
    before = current_version("terms")
    rewrite(
        folder / "persons.csv",
        lambda row: {**row, "label_nl": "Anders"} if row["code"] == "X" else row,
    )
    assert load_terms(folder=folder)["terms"].changed == 1
    assert queries.label("gender", "X") == "Anders"
    assert current_version("terms") == before + 1


def test_a_file_with_an_error_changes_nothing(folder: Path) -> None:
    rewrite(
        folder / "persons.csv",
        lambda row: {
            **row,
            "label_nl": "Anders",
            "valid_from": "soon" if row["code"] == "UNKNOWN" else "",
        },
    )
    with pytest.raises(ValueError, match="soon"):
        load_terms(folder=folder)
    assert not Term.objects.filter(label_nl="Anders", list_id="gender").exists()
