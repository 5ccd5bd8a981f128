"""Files for spreadsheet programs hold data, never formulas."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.ui.exports import csv_response, plain_cell, safe_cell

pytestmark = pytest.mark.pure
STARTS = "=+-@\t\r\n"


@given(st.sampled_from(STARTS), st.text())
def test_text_that_a_spreadsheet_would_run_is_disarmed(start: str, rest: str) -> None:
    assert safe_cell(start + rest) == "'" + start + rest


@given(st.text(), st.integers(min_value=0, max_value=3))
def test_no_cell_begins_as_a_formula_even_after_spaces(text: str, spaces: int) -> None:
    cell = safe_cell(" " * spaces + text)
    assert not cell.lstrip(" ").startswith(tuple(STARTS))


@given(st.text(st.sampled_from("' =+-@\ta")) | st.text())
def test_what_was_made_safe_comes_back_as_it_was(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


@given(st.one_of(st.integers(), st.floats(allow_nan=False)))
def test_numbers_stay_numbers(number: float) -> None:
    assert safe_cell(number) == number


def test_ordinary_text_is_untouched_and_nothing_is_an_empty_cell() -> None:
    assert safe_cell("Van der A'a") == "Van der A'a"
    assert safe_cell(None) == ""


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=2)))
def test_a_download_reads_back_as_what_went_in(rows: list[list[str]]) -> None:
    response = csv_response("report.csv", ["a", "b"], iter(rows))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert read[0] == ["a", "b"]
    assert read[1:] == [[str(safe_cell(cell)) for cell in row] for row in rows]


def test_a_download_is_named_and_not_kept_by_caches() -> None:
    response = csv_response("log.csv", ["a"], [])
    assert response["Content-Disposition"] == 'attachment; filename="log.csv"'
    assert response["Cache-Control"] == "no-store"
