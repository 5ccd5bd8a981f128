"""The deliberately terrible spreadsheet: an answer in words each time, and nothing harmed."""

import io
import tracemalloc

import pytest
from openpyxl import load_workbook

from schakel.register.intake.deliveries import UnusableFileError, deliver
from schakel.register.intake.files.beside import as_xlsx, beside
from schakel.register.intake.files.checking import check_file, guess_format
from schakel.register.intake.files.reading import MAX_COLUMNS, MAX_OWN_ROWS, MAX_ROWS
from schakel.register.intake.files.rows import FileDefaults
from schakel.register.intake.models import ImportBatch, Report
from schakel.register.intake.tests import terrible

pytestmark = pytest.mark.django_db

POLICE = FileDefaults(reporter_type="POLICE")
HEAD = ";".join(terrible.HEAD)
ROW = "A-1;20;vrouw;2001;\n"


def checked(content, name="x.xlsx"):
    content = content if isinstance(content, bytes) else content.encode()
    outcome = check_file(content, file_format=guess_format(name, content), defaults=POLICE)
    assert all(error.message for error in outcome.errors)
    return outcome


def found(outcome):
    """(line, column, code) of everything that is wrong."""
    return [(error.line, error.column, error.code) for error in outcome.errors]


def references(outcome):
    return [row.reporter_reference for row in outcome.rows]


# --- workbooks -----------------------------------------------------------------------------------


def test_merged_cells_leave_rows_without_a_reference():
    outcome = checked(terrible.merged())
    assert references(outcome) == ["A-1"]
    assert found(outcome) == [(3, "reporter_reference", "required")]


def test_titles_above_the_names_of_the_columns_are_passed_over_and_told():
    outcome = checked(terrible.three_headers())
    assert references(outcome) == ["A-1"]
    assert outcome.rows[0].line == 4
    assert any("3" in str(notice) for notice in outcome.notices)


def test_formulas_are_refused_not_computed_and_not_handed_on():
    outcome = checked(terrible.formulas())
    assert found(outcome) == [(2, "age", "formula"), (3, "note", "formula")]
    assert references(outcome) == ["A-3", "A-4"]
    lines = list(beside(terrible.formulas(), "XLSX", {}))
    rows = load_workbook(io.BytesIO(as_xlsx(lines))).active.iter_rows()
    assert all(cell.data_type != "f" for row in rows for cell in row)


def test_hidden_sheets_are_not_read_and_hidden_rows_are():
    assert references(checked(terrible.hidden())) == ["A-1"]


def test_dates_are_read_or_the_error_says_which_mistake_it_is():
    outcome = checked(terrible.dates())
    born = {row.reporter_reference: str(row.date_of_birth) for row in outcome.rows}
    assert set(born.values()) <= {"2001-02-03", "2001"}
    assert [(line, code) for line, _column, code in found(outcome) if code != IDENTITY] == [
        (4, "date_serial"),
        (5, "date_order"),
        (6, "not_a_date"),
    ]
    assert "3-2-2001" in outcome.errors[2].message or "3-2-2001" in outcome.errors[0].message


IDENTITY = "identity_without_basis"


def test_empty_rows_in_between_do_not_shift_the_line_numbers():
    outcome = checked(terrible.gaps())
    assert references(outcome) == ["A-1"]
    assert found(outcome) == [(43, "age", "not_a_number")]
    assert outcome.total == 2


@pytest.mark.parametrize("made", ["wide", "far_away", "macros", "hidden"])
def test_what_a_workbook_says_of_its_own_size_is_not_believed(made):
    assert references(checked(getattr(terrible, made)())) == ["A-1"]


def test_links_to_other_files_are_formulas_and_not_followed():
    assert found(checked(terrible.external_links())) == [(2, "age", "formula")]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ("encrypted", "protected"),
        ("bomb", "too_large"),
        ("liar", "not_xlsx"),
        ("entities", "not_xlsx"),
    ],
)
def test_a_dangerous_workbook_is_refused_before_it_unfolds(made, code):
    content = getattr(terrible, made)()
    tracemalloc.start()
    outcome = checked(content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [error.code for error in outcome.errors] == [code]
    assert most < 20_000_000


# --- text ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_are_recognised_or_refused(encoding):
    content = f"{HEAD}\nA-1;20;vrouw;2001;café €\n".encode(encoding)
    outcome = checked(content, "x.csv")
    if encoding == "utf-16-le":  # without its mark nobody can tell
        assert [error.code for error in outcome.errors] == ["not_text"]
        return
    assert outcome.rows[0].note == "café €"
    assert bool(outcome.notices) == (encoding == "cp1252")


def test_a_file_in_two_encodings_is_read_with_a_warning():
    content = f"{HEAD}\nA-1;20;vrouw;;café\n".encode() + "A-2;30;man;;café\n".encode("cp1252")
    outcome = checked(content, "x.csv")
    assert references(outcome) == ["A-1", "A-2"]
    assert outcome.notices


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'A-1;20;vrouw;2001;"eerste regel\nen de tweede"\nA-2;oud;;;\n',
            [(4, "age", "not_a_number")],
        ),
        ('A-1;20;vrouw;2001;"nooit gesloten\nA-2;30;man;;\n', []),
        ('A-1;20;vrouw;2001;een "woord" hier\n', []),
        ("A-1;20;vrouw\n", [(2, "", "wrong_length")]),
        ("A-1;20;vrouw;2001;;;;extra\n", [(2, "", "wrong_length")]),
    ],
)
def test_quotes_and_line_ends_inside_cells(text, expected):
    outcome = checked(f"{HEAD}\n{text}", "x.csv")
    assert found(outcome) == expected
    assert len(outcome.rows) + outcome.rejected == outcome.total


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{HEAD}\nA-1;2\x000;;;\n", "not_text"),
        (f"{HEAD}\n", "empty_file"),
        (f"\n\n{HEAD}\n\n\n", "empty_file"),
        ("", "empty_file"),
        (f"{HEAD};kenmerk\n{ROW}", "double_column"),
        (f"{HEAD};leeftijdd\n{ROW}", "unknown_column"),
        ("A-1;20;vrouw\n", "missing_column"),
        (f"{HEAD};{';'.join('x' * (MAX_COLUMNS + 5))}\n{ROW}", "too_many_columns"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_says_how(text, code):
    assert code in {error.code for error in checked(text, "x.csv").errors}


def test_one_row_is_a_file():
    assert references(checked(f"{HEAD}\n{ROW}", "x.csv")) == ["A-1"]


def test_carriage_returns_alone_end_lines_too():
    assert references(checked(f"{HEAD}\r{ROW}".replace("\n", "\r"), "x.csv")) == ["A-1"]


# --- size --------------------------------------------------------------------------------------------


def test_more_rows_than_may_be_are_refused_with_the_line():
    outcome = checked(terrible.long_csv(MAX_ROWS + 1), "x.csv")
    (error,) = outcome.errors
    assert (error.line, error.code) == (MAX_ROWS + 2, "too_many_rows")
    assert not outcome.rows


def test_a_partners_own_file_is_shorter_for_somebody_waits(officer, police):
    with pytest.raises(UnusableFileError) as caught:
        deliver(by=officer, content=terrible.long_csv(), organisation=police)
    (error,) = caught.value.errors
    assert (error.line, error.code) == (MAX_OWN_ROWS + 2, "too_many_rows")


def test_a_long_file_is_checked_row_by_row():
    outcome = checked(terrible.long_csv(3000), "x.csv")
    assert (outcome.total, outcome.rejected) == (3000, 300)


# --- through the door ------------------------------------------------------------------------------


WORKBOOKS = (
    "merged",
    "three_headers",
    "formulas",
    "hidden",
    "dates",
    "gaps",
    "external_links",
    "wide",
    "macros",
    "encrypted",
    "bomb",
    "liar",
    "entities",
)


@pytest.mark.parametrize("made", WORKBOOKS)
def test_none_of_it_becomes_a_report_by_itself(officer, police, made):
    content = getattr(terrible, made)()
    try:
        batch = deliver(by=officer, content=content, name="x.xlsx", organisation=police).batch
    except UnusableFileError:
        assert not ImportBatch.objects.exists()
    else:
        assert batch.state == "CHECKED"
    assert not Report.objects.exists()
