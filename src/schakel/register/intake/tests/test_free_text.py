"""A BSN is found however it is written, and nothing else is taken for one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.terms.numbers import new_number
from schakel.foundation.ui.free_text import (
    EMAIL,
    HIDDEN,
    TELEPHONE,
    contact_details,
    is_service_number,
    service_numbers,
    without_service_numbers,
)
from schakel.register.intake.files.errors import RowError
from schakel.register.intake.validation import SERVICE_NUMBER

pytestmark = pytest.mark.pure
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)


def numbered(body):
    """A BSN that begins with these eight digits; None where there is none."""
    last = sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11
    return f"{body}{last}" if last < 10 and any(c != "0" for c in body) else None


bodies = st.text("0123456789", min_size=8, max_size=8)
bsns = bodies.map(numbered).filter(bool)
words = st.text("abcdefg hij,;:()", max_size=12)


def styles(bsn):
    a, b, c = bsn[:3], bsn[3:6], bsn[6:]
    return [
        bsn,
        *(sign.join((a, b, c)) for sign in " .-"),
        *(sign.join((bsn[:4], bsn[4:6], bsn[6:])) for sign in " .-"),
        *(sign.join((bsn[:2], bsn[2:4], bsn[4:6], bsn[6:])) for sign in " .-"),
    ]


@given(bsns, words, words, st.integers(0, 9))
def test_a_bsn_is_found_wherever_and_however_it_stands(bsn, before, after, style):
    written = styles(bsn)[style]
    text = f"{before}{written}{after}"
    assert written in service_numbers(text)
    assert written not in without_service_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "123.456.782",
        "BSN123456782",
        "het nummer is 123456782.",
        "in 2024 123456782",
        "1234.56.782",
        "123\u00a0456\u00a0782",  # spaces that do not break
        "１２３４５６７８２",  # digits of full width
    ],
)
def test_examples_of_a_bsn(text):
    assert service_numbers(text)


@given(st.integers(0, 99_999_999), words)
def test_up_to_eight_digits_are_no_bsn(number, before):
    assert service_numbers(f"{before}{number}") == []


@given(st.sampled_from("MPOUBRD"), st.randoms(use_true_random=False))
def test_our_own_numbers_are_no_bsn(prefix, rng):
    number = new_number(prefix, rng)
    for text in (number, number.replace("-", ""), f"melding {number} van 2024"):
        assert service_numbers(text) == []


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(" .-/"))
def test_dates_are_no_bsn(day, sign):
    parts = (f"{day.day:02}", f"{day.month:02}", f"{day.year}")
    for text in (sign.join(parts), sign.join(reversed(parts)), f"{day:%Y%m%d}"):
        assert service_numbers(text) == []
        assert TELEPHONE not in contact_details(text)


@given(bsns)
def test_one_wrong_digit_is_no_bsn(bsn):
    assert is_service_number(bsn)
    wrong = f"{bsn[:-1]}{(int(bsn[-1]) + 1) % 10}"
    assert not is_service_number(wrong)


@pytest.mark.parametrize("text", ["000000000", "1234567820", "0123456782", "+31 123456782", ""])
def test_what_only_looks_like_a_bsn(text):
    assert service_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bel 06-12345678", [TELEPHONE]),
        ("bel 06 12 34 56 78 na zes uur", [TELEPHONE]),
        ("+31 6 12345678", [TELEPHONE]),
        ("030-2345678", [TELEPHONE]),
        ("mail naar ana.b@example.org", [EMAIL]),
        ("ana@example.org of 0612345678", [EMAIL, TELEPHONE]),
        ("zaak PL-2024-001, twee keer gezien", []),
        ("op 03-05-2019 en 4-5-2019", []),
        ("dossier 12345678", []),
    ],
)
def test_contact_details(text, found):
    assert contact_details(text) == found


@given(bsns, words)
def test_an_error_never_repeats_one(bsn, before):
    assert RowError(2, "note", f"{before}{bsn}", SERVICE_NUMBER).value == ""
    assert RowError(2, "age", f"{before}{bsn}", "not_a_number").value == f"{before}{HIDDEN}"
