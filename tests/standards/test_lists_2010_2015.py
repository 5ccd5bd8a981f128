"""The one file whose right answer is published: each person once, each report kept, each overlap exact."""

import json
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from schakel.register.intake.models import Report
from schakel.register.persons.models import Person
from schakel.register.persons.queries import counted_reports
from tests.published import needs
from tests.standards.patterns import LISTS, PERSONS, PUBLISHED, REPORTS, as_file, in_file

pytestmark = pytest.mark.django_db


def _import(path: Path) -> dict[str, Any]:
    answer = StringIO()
    call_command("import_reports", str(path), format="lists", json=True, stdout=answer)
    return json.loads(answer.getvalue())


def _letters() -> dict[str, str]:
    """Which letter each kind of reporter answers to, read off the size of the lists alone."""
    sizes = Counter(dict.fromkeys("IKOPRZ", 0))
    for lists, frequency in PUBLISHED.items():
        for letter in lists:
            sizes[letter] += frequency
    registered = Counter(kind for _year, kind, _person in counted_reports(None))
    by_size = {size: letter for letter, size in sizes.items()}
    return {kind: by_size[size] for kind, size in registered.items()}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lists") / "netherlands_2010_2015_lists.csv"
    path.write_text(as_file(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def imported(django_db_setup: None, django_db_blocker: Any, file: Path) -> Iterator[dict[str, Any]]:
    """The file, imported once for all tests here and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _import(file)
        transaction.set_rollback(True)


@needs(LISTS)
def test_our_copy_is_the_published_file() -> None:
    assert as_file() == LISTS.read_text(encoding="utf-8")


def test_the_import_says_what_it_did(imported: dict[str, Any]) -> None:
    expected = {"reports": REPORTS, "persons": PERSONS, "unchanged": 0, "rejected": 0, "errors": []}
    assert {name: imported[name] for name in expected} == expected


def test_each_report_is_a_row_and_each_person_counts_once(imported: dict[str, Any]) -> None:
    assert Report.objects.count() == REPORTS
    assert Person.objects.count() == PERSONS
    counted = list(counted_reports(None))
    assert len(counted) == REPORTS
    assert len({person for _year, _kind, person in counted}) == PERSONS


def test_every_published_overlap_comes_out(imported: dict[str, Any]) -> None:
    letters = _letters()
    assert letters["POLICE"] == "P"
    assert letters["KMAR"] == "K"
    lists: dict[int, set[str]] = {}
    for _year, kind, person in counted_reports(None):
        lists.setdefault(person, set()).add(letters[kind])
    overlaps = Counter("".join(sorted(kinds)) for kinds in lists.values())
    assert overlaps == Counter(PUBLISHED)
    assert overlaps == in_file(as_file())
    assert overlaps["PZ"] == 125


def test_the_same_file_again_changes_nothing(imported: dict[str, Any], file: Path) -> None:
    again = _import(file)
    assert (again["reports"], again["persons"], again["rejected"]) == (0, 0, 0)
    assert again["unchanged"] == REPORTS
    assert Report.objects.count() == REPORTS
    assert Person.objects.count() == PERSONS
