"""Files become reports, or errors that say where and what to do."""

import io
import re
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from schakel.register.intake.actions import receive_many
from schakel.register.intake.assembly import share_level
from schakel.register.intake.data import ReportData
from schakel.register.intake.files.checking import check_file, guess_format
from schakel.register.intake.files.columns import COLUMNS
from schakel.register.intake.files.errors import MESSAGES
from schakel.register.intake.files.reading import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Row
from schakel.register.intake.files.rows import FileDefaults, RowReader
from schakel.register.intake.files.templates import OFFERED_ROWS, csv_template, xlsx_template
from schakel.register.intake.models import ImportBatch

pytestmark = pytest.mark.django_db
POLICE_FILE = FileDefaults(reporter_type="POLICE", source="test")

FULL = (
    "kenmerk;soort melder;datum melding;achternaam;voornamen;geboortedatum;geslacht;nationaliteit;"
    "geboorteland;verblijfsstatus;vormen van uitbuiting;sectoren;gemeente;land;aangifte;bedenktijd;"
    "alleen sub 3\r\n"
    "K-1;Nationale Politie;3-5-2024;de Vries;Ana;12-1-2001;vrouw;NL;Polen;geen rechtmatig verblijf;"
    "Seksuele uitbuiting;Escort;Den Haag;NL;geen aangifte;niet bekend;nee\r\n"
)


def checked(content, file_format="CSV", defaults=POLICE_FILE):
    content = content.encode() if isinstance(content, str) else content
    return check_file(content, file_format=file_format, defaults=defaults)


def workbook(rows, title="reports"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def only_error(outcome):
    assert outcome.rows == []
    (error,) = outcome.errors
    return error


def test_dutch_headings_labels_and_dates_are_understood():
    (row,) = checked(FULL).rows
    assert (row.reporter_reference, row.reporter_type, row.gender) == ("K-1", "POLICE", "FEMALE")
    assert (str(row.reported_on), str(row.date_of_birth)) == ("2024-05-03", "2001-01-12")
    assert (row.nationalities, row.country_of_birth) == (("NL",), "PL")
    assert [(one.form, one.sector) for one in row.forms] == [("SEXUAL", "ESCORT")]
    assert row.place_municipality == "GM0518"
    assert (row.police_report_status, row.reflection_period_status) == ("NONE", "UNKNOWN")
    assert row.sub3_only is False
    assert [(one.purpose, one.legal_basis) for one in row.purposes] == [("REGISTRATION", "BPG_4_2")]
    assert row.line == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_encodings(delimiter, encoding):
    text = f"reporter_reference{delimiter}surname\nA{delimiter}Åström\n".encode(encoding)
    outcome = checked(text)
    assert outcome.rows[0].surname == "Åström"
    assert outcome.notices == []


def test_windows_text_is_read_with_a_notice():
    outcome = checked("reporter_reference;surname\nA;Åström\n".encode("cp1252"))
    assert outcome.rows[0].surname == "Åström"
    assert len(outcome.notices) == 1


def test_cells_with_line_breaks_keep_their_line_numbers():
    outcome = checked('reporter_reference,note\nA,"one\ntwo"\n,x\n')
    assert outcome.rows[0].note == "one\ntwo"
    assert only_line(outcome) == 4


def only_line(outcome):
    (error,) = outcome.errors
    return error.line


def test_an_empty_cell_is_not_known_and_not_none():
    (row,) = checked("reporter_reference,aangifte,age,sub3_only\nA,,,\n").rows
    assert row.police_report_status == "UNKNOWN"
    assert row.age is None
    assert row.sub3_only is None


@pytest.mark.parametrize(("cell", "level"), [("ja", "ENCODED"), ("nee", "NONE"), ("", "NONE")])
def test_a_file_says_of_which_reports_a_code_was_made(cell, level):
    (row,) = checked(f"kenmerk,soort melder,doel,met code\nA-1,SHELTER,REGISTRATION,{cell}\n").rows
    assert share_level(row) == level


def test_a_code_needs_a_reference_that_the_linkage_unit_takes():
    file = checked("kenmerk,soort melder,doel,met code\nA 1,SHELTER,REGISTRATION,ja\n")
    assert [(one.column, one.code) for one in file.errors] == [
        ("reporter_reference", "unfit_for_a_code")
    ]


@pytest.mark.parametrize(
    ("column", "value", "code", "hint"),
    [
        ("gender", "vrouwelijkk", "unknown_value", ""),
        ("gender", "femal", "unknown_value", "FEMALE"),
        ("forms", "Seksuele uitbuitng", "unknown_value", "SEXUAL"),
        ("date_of_birth", "31-2-2001", "not_a_date", ""),
        ("date_of_birth", "2099", "in_future", ""),
        ("age", "twaalf", "not_a_number", ""),
        ("age", "²", "not_a_number", ""),
        ("age", "121", "impossible_age", ""),
        ("place_municipality", "Amsterdm", "unknown_place", "Amsterdam"),
        ("country_of_birth", "Plen", "unknown_place", "Polen"),
        ("organisation", "O-0000-0001", "unknown_organisation", ""),
        ("sub3_only", "misschien", "not_yes_or_no", ""),
        ("sectors", "Escort;Bouw", "too_many_values", ""),
    ],
)
def test_an_error_names_line_column_and_value(column, value, code, hint):
    error = only_error(checked(f'reporter_reference,{column}\nA,"{value}"\n'))
    assert (error.line, error.column, error.code) == (2, column, code)
    assert error.value == value
    if hint:
        assert error.hint == hint
        assert hint in error.message
    assert error.message[0].isupper()


def test_every_error_of_a_row_is_told_at_once():
    outcome = checked("reporter_reference,gender,age\n,?,x\n")
    assert {error.column for error in outcome.errors} == {"reporter_reference", "gender", "age"}
    assert outcome.rejected == 1


def test_good_rows_of_a_file_with_bad_ones_are_there():
    outcome = checked("reporter_reference,age\nA,20\nB,oud\nC,30\n")
    assert [row.reporter_reference for row in outcome.rows] == ["A", "C"]
    assert (outcome.total, outcome.rejected) == (3, 1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n", "empty_file"),
        (b"reporter_reference\n", "empty_file"),
        (b"surname\nX\n", "missing_column"),
        (b"reporter_reference,reference\nX,Y\n", "double_column"),
        (b"reporter_reference\0\nX\n", "not_text"),
        (b"reporter_reference," + b"age," * 160 + b"\nX\n", "too_many_columns"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole(content, code):
    outcome = checked(content)
    assert code in {error.code for error in outcome.errors}
    assert outcome.unreadable


@pytest.mark.parametrize("line", ["A", "A,20,x"])
def test_a_row_of_another_length_than_the_header_is_refused(line):
    error = only_error(checked(f"reporter_reference,age\n{line}\n"))
    assert (error.line, error.code) == (2, "wrong_length")


def test_a_misspelt_column_is_refused_with_the_nearest_name():
    error = only_error(checked("reporter_reference,geslagt\nX,vrouw\n"))
    assert (error.line, error.code, error.hint) == (1, "unknown_column", "gender")


def test_names_without_a_basis_are_refused():
    head = "reporter_reference,reporter_type,surname,date_of_birth,consent_date,legal_basis\n"
    error = only_error(checked(head + "A,SHELTER,Jansen,,,\n"))
    assert (error.column, error.code) == ("surname", "identity_without_basis")
    (row,) = checked(head + "A,SHELTER,,2001,,\n").rows  # a year of birth says of nobody who it is
    assert row.purposes[0].legal_basis == "NO_IDENTITY"
    (row,) = checked(head + "A,SHELTER,Jansen,12-1-2001,2024-01-05,\n").rows
    assert row.purposes[0].legal_basis == "CONSENT_VICTIM"


def test_the_organisation_of_a_row_gives_its_kind_unit_and_scope(police):
    (row,) = checked(
        f"reporter_reference,organisation\nA,{police.number.lower()}\n", defaults=FileDefaults()
    ).rows
    assert (row.reporter_type, row.police_unit) == ("POLICE", "MN")
    assert (row.scope, row.organisation_id) == (police.number, police.pk)


def test_stateless_is_a_nationality_and_unknown_is_none():
    (one, other) = checked("reporter_reference,nationaliteit\nA,staatloos;NLD\nB,onbekend\n").rows
    assert one.nationalities == ("STATELESS", "NL")
    assert other.nationalities == ()


def test_a_file_sent_twice_is_unchanged_and_changed_content_asks_for_a_correction(system):
    def send(text):
        outcome = checked(text)
        batch = ImportBatch.objects.create(format="CSV", sha256="0" * 64, source="test", by="x")
        return outcome, receive_many(by=system, rows=outcome.rows, batch=batch)

    _outcome, first = send("reporter_reference,age\nA,20\nB,30\n")
    assert len(first.reports) == 2
    outcome, again = send("reporter_reference,age\nA,20\nB,30\n")
    assert (outcome.errors, again.reports, again.unchanged) == ([], [], first.reports)
    outcome, changed = send("reporter_reference,age\nA,21\nB,30\n")
    (error,) = outcome.errors
    assert (error.line, error.code) == (2, "reference_in_use")
    assert error.hint == first.reports[0].number
    assert changed.unchanged == [first.reports[1]]


def test_the_same_line_twice_is_good_and_the_same_reference_with_other_content_is_not():
    outcome = checked("reporter_reference,age\nA,20\nA,20\nA,21\n")
    assert [row.line for row in outcome.rows] == [2, 3]
    (error,) = outcome.errors
    assert (error.line, error.code, error.hint) == (4, "reference_twice", "2")


def test_workbooks_hold_dates_numbers_and_answers_as_cells():
    content = workbook(
        [
            ["kenmerk", "geboortedatum", "leeftijd", "alleen sub 3"],
            ["A", date(2001, 2, 28), 22, True],
            [None, None, None, None],
            [17, "2001", 22.0, None],
        ]
    )
    one, other = checked(content, "XLSX").rows
    assert (str(one.date_of_birth), one.age, one.sub3_only) == ("2001-02-28", 22, True)
    assert (other.reporter_reference, other.age, other.line) == ("17", 22, 4)


def test_a_formula_is_refused_not_computed():
    error = only_error(checked(workbook([["kenmerk", "age"], ["A", "=1+1"]]), "XLSX"))
    assert (error.line, error.column, error.code) == (2, "age", "formula")


def test_a_zip_bomb_is_refused_before_it_unfolds():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 30_000_000)
    assert only_error(checked(content.getvalue(), "XLSX")).code == "too_large"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"kenmerk;age\nA;1\n"])
def test_what_is_no_workbook_is_refused(content):
    assert only_error(checked(content, "XLSX")).code == "not_xlsx"


def test_lists_name_a_person_and_a_kind_of_reporter():
    outcome = checked(
        "person,list\nP1,P\nP1,CARE_COORDINATION\nP2,Zorgcoördinatie\n", "LISTS", FileDefaults()
    )
    assert [row.reporter_type for row in outcome.rows] == [
        "POLICE",
        "CARE_COORDINATION",
        "CARE_COORDINATION",
    ]
    assert {row.scope for row in outcome.rows} == {"source:lists"}
    named = checked("person,list\nP1,P\n", "LISTS", FileDefaults(source="MSE 2015"))
    assert named.rows[0].scope == "source:MSE 2015"


def test_errors_in_lists():
    outcome = checked("person,list\n,P\nP2,X9\nP3,\n", "LISTS", FileDefaults())
    assert [(e.line, e.column, e.code) for e in outcome.errors] == [
        (2, "person", "required"),
        (3, "list", "unknown_value"),
        (4, "list", "required"),
    ]


def test_the_templates_have_all_columns_and_all_codes():
    names = [column.name for column in COLUMNS]
    assert csv_template().content.decode("utf-8-sig").strip().split(";") == names
    book = load_workbook(io.BytesIO(xlsx_template().content))
    assert [cell.value for cell in book["reports"][1]] == names
    codes = {(row[0].value, row[1].value) for row in book.worksheets[1].iter_rows(min_row=2)}
    assert ("gender", "X") in codes
    assert ("residence_status", "DUBLIN") in codes
    explained = {row[0].value: row[2].value for row in book.worksheets[2].iter_rows(min_row=2)}
    assert list(explained) == names
    assert all(explained.values())
    offers = {
        str(one.sqref): one.formula1 for one in book["reports"].data_validations.dataValidation
    }
    single = [one.name for one in COLUMNS if one.code_list and not one.many]
    assert len(offers) == len(single)
    for place, name in enumerate(names, start=1):
        if name in single:
            letter = get_column_letter(place)
            first, last = re.findall(r"\$B\$(\d+)", offers[f"{letter}2:{letter}{OFFERED_ROWS}"])
            listed = {cell.value for (cell,) in book.worksheets[1][f"A{first}:A{last}"]}
            assert listed == {name}
    empty = checked(xlsx_template().content, "XLSX")
    assert only_error(empty).code == "empty_file"


def test_a_format_is_guessed_by_content_before_name():
    assert guess_format("lijst.csv", b"PK\x03\x04...") == "XLSX"
    assert guess_format("reports", b"a;b") == "CSV"


_HEADS = [column.name for column in COLUMNS] + [column.dutch for column in COLUMNS]
_cells = st.text(max_size=30) | st.sampled_from(
    ["", "2019", "31-12-2001", "SEXUAL;LABOUR", "NL;PL", "onbekend", "ja", "POLICE", "=1", "17"]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from([column.name for column in COLUMNS]), _cells),
    st.integers(2, 99),
)
def test_any_row_gives_a_report_or_errors_that_say_where(values, line):
    outcome = RowReader(POLICE_FILE).read(Row(line, values))
    if isinstance(outcome, ReportData):
        assert outcome.line == line
        assert outcome.reporter_reference == values["reporter_reference"]
        return
    assert outcome
    for error in outcome:
        assert error.line == line
        assert error.column in {column.name for column in COLUMNS}
        assert error.message


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from(["CSV", "XLSX", "LISTS"]))
@example(b'reporter_reference\n"open', "CSV")
@example(b"reporter_reference;age\nA\n", "CSV")
def test_any_bytes_are_answered_and_never_crash(content, file_format):
    outcome = checked(content, file_format)
    assert outcome.rows or outcome.errors


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(max_size=8), max_size=4), max_size=5), st.sampled_from(_HEADS))
def test_any_table_below_a_true_heading_is_answered(rows, heading):
    lines = ["\t".join(["reporter_reference", heading])] + ["\t".join(row) for row in rows]
    outcome = checked("\n".join(lines).encode("utf-8", "surrogatepass"))
    assert len(outcome.rows) + outcome.rejected <= max(outcome.total, 1)


@pytest.mark.parametrize("column", ["kenmerk", "achternaam", "voornamen", "person_key", "note"])
def test_a_citizen_service_number_in_a_text_is_an_error_that_does_not_repeat_it(column):
    heading = dict.fromkeys(["kenmerk", column])
    cells = {"kenmerk": "K-1", column: "nr 123.456.782"}
    outcome = checked(f"{';'.join(heading)}\n{';'.join(cells[name] for name in heading)}\n")
    error = only_error(outcome)
    assert error.code == "service_number"
    assert "123.456.782" not in repr(error)


def test_a_citizen_service_number_as_a_key_of_a_list_is_an_error():
    outcome = checked("person,list\n123456782,P\n12345678,P\n", "LISTS")
    assert [error.code for error in outcome.errors] == ["service_number"]
    assert [row.person_key for row in outcome.rows] == ["12345678"]
    assert "123456782" not in repr(outcome)


def test_the_documentation_names_every_column_and_every_error(settings):
    text = (settings.BASE_DIR / "docs" / "reference" / "import-file.md").read_text()
    for column in COLUMNS:
        assert f"`{column.name}`" in text
        assert column.dutch in text
    for code in MESSAGES:
        assert f"`{code}`" in text
    for number in (f"{MAX_ROWS:,} rows", f"{MAX_COLUMNS} columns", f"{MAX_CELL:,} characters"):
        assert number in text
