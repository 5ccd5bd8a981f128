"""`schakel import-reports`, as an operator or a script uses it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from schakel.foundation.accounts.choices import Role
from schakel.register.intake.models import ImportBatch, Report
from schakel.register.persons.tests.people import organisation, user
from schakel.register.persons.tests.test_importing import BAD, GOOD, HEADER, LISTS

pytestmark = pytest.mark.django_db
KEYS = {"reports", "persons", "unchanged", "rejected", "errors", "batch", "state", "notices"}


def command(*args, **options):
    """(exit code, standard output) of the command."""
    out = StringIO()
    try:
        call_command("import_reports", *map(str, args), stdout=out, stderr=StringIO(), **options)
    except SystemExit as end:
        return end.code, out.getvalue()
    except CommandError as end:
        return end.returncode, str(end)
    return 0, out.getvalue()


def as_json(*args, **options):
    code, text = command(*args, json=True, **options)
    assert len(text.strip().splitlines()) == 1
    result = json.loads(text)
    assert set(result) == KEYS
    return code, result


@pytest.fixture
def write(tmp_path):
    def written(content, name="reports.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def test_one_object_on_standard_output(write):
    code, result = as_json(write(LISTS))
    assert code == 0
    assert (result["reports"], result["persons"], result["unchanged"]) == (40, 20, 0)
    code, result = as_json(write(LISTS), format="lists")
    assert code == 0
    assert (result["reports"], result["persons"], result["unchanged"]) == (0, 0, 40)


def test_wrong_rows_are_listed_one_by_one(write):
    code, result = as_json(write(HEADER + GOOD + BAD))
    assert code == 1
    assert (result["state"], result["reports"], result["rejected"]) == ("HELD", 0, 1)
    assert [(error["line"], error["column"]) for error in result["errors"]] == [
        (3, "date_of_birth"),
        (3, "forms"),
    ]
    assert result["errors"][1]["value"] == "SEXUALE"
    assert all(error["message"] and error["code"] for error in result["errors"])


def test_good_rows_are_kept_on_request(write):
    code, result = as_json(write(HEADER + GOOD + BAD), on_error="KEEP")
    assert code == 1
    assert (result["state"], result["reports"], result["rejected"]) == ("DONE", 1, 1)


def test_people_get_sentences(write):
    code, text = command(write(HEADER + GOOD + BAD))
    assert code == 1
    assert "Held back: 1 of 2 rows" in text
    assert "line 3, forms, 'SEXUALE'" in text
    code, text = command(write(LISTS))
    assert "40 reports taken in, 20 new persons" in text
    _code, text = command(write(LISTS))
    assert "Nothing new: all 40 reports" in text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no rows"),
        (b"\x00\x01\x02\x03", "not a text file"),
        (b"naam,adres\nx,y\n", "not known"),
        (b"PK\x03\x04rubbish", "Excel"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_do(write, content, says):
    path = write(content)
    code, text = command(path)
    assert code == 2
    assert says in text
    code, result = as_json(path)
    assert code == 2
    assert result["errors"]
    assert not ImportBatch.objects.exists()


def test_a_name_that_leads_nowhere_says_what_to_do(tmp_path):
    for path, says in ((tmp_path, "folder"), (tmp_path / "gone.csv", "no file")):
        code, text = command(path)
        assert code == 2
        assert says in text
        code, result = as_json(path)
        assert (code, result["errors"][0]["code"]) == (2, "usage")


def test_text_of_a_windows_program_is_read_with_a_notice(write):
    row = GOOD.replace("Zonderling", "Müller")
    code, result = as_json(write((HEADER + row).encode("cp1252")))
    assert code == 0
    assert result["notices"]


def test_who_asks_and_who_sent_it(write):
    registrar = user(Role.REGISTRAR)
    sender = organisation("Politie Test", "POLICE")
    as_json(write(HEADER + GOOD), by=registrar.email, organisation=sender.number)
    assert Report.objects.get().organisation == sender
    assert ImportBatch.objects.get().by == registrar.number
    assert as_json(write(LISTS), by="nobody@example.org")[0] == 2
    assert as_json(write(LISTS), organisation="O-0000-0000")[0] == 2
