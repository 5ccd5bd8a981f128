"""Names made comparable, and ages from what is known of a date of birth."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.terms.ages import age_group
from schakel.foundation.ui.dates import PartialDate
from schakel.register.intake.ages import age_at, age_bounds, age_group_at
from schakel.register.intake.names import (
    exact_key,
    given_names_key,
    plain,
    scoped_key,
    surname_key,
)

pytestmark = pytest.mark.pure


@given(st.text())
def test_plain_is_stable_and_holds_only_letters_digits_and_single_spaces(text):
    once = plain(text)
    assert plain(once) == once
    assert "  " not in once
    assert all(char.isalnum() or char == " " for char in once)


@given(st.text(), st.text())
def test_keys_do_not_depend_on_case_or_outer_blanks(surname, names):
    assert surname_key(surname) == surname_key(f"  {surname} ")
    assert given_names_key(plain(names)) == given_names_key(names)
    assert surname_key(surname.casefold()) == surname_key(surname)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("de Vries", "Vries, de"),
        ("van der Berg", "VAN DER BERG"),
        ("García-López", "garcia lopez"),
        ("Nguyễn", "NGUYEN"),
        ("Łukasz", "lukasz"),
        ("O'Neill", "ONeill"),
        ("Strauß", "STRAUSS"),
    ],
)
def test_usual_spellings_of_one_surname_meet(one, other):
    assert surname_key(one) == surname_key(other) != ""


def test_a_surname_that_is_all_prefix_stays_a_surname():
    assert surname_key("Van den") == "vanden"


@pytest.mark.parametrize("born", ["", "2001", "2001-02"])
def test_no_exact_key_without_a_full_date(born):
    assert exact_key("Jansen", "Ana", born, "FEMALE") == ""
    assert exact_key(" -", "Ana", "2001-02-03", "FEMALE") == ""


@given(st.text(), st.text(), st.text(min_size=1), st.text(min_size=1))
def test_keys_of_two_scopes_never_meet(scope, other, key, other_key):
    if "\x1f" in scope + other or not key.strip() or not other_key.strip():
        return
    same = scoped_key(scope, key) == scoped_key(other, other_key)
    assert same == (scope == other and key.strip() == other_key.strip())


_days = st.dates(date(1930, 1, 1), date(2026, 12, 31))


@given(_days, _days)
def test_full_dates_give_the_age_that_a_birthday_gives(born, on):
    born, on = min(born, on), max(born, on)
    had_birthday = (on.month, on.day) >= (born.month, born.day)
    expected = on.year - born.year - (0 if had_birthday else 1)
    full_born, full_on = (PartialDate(d.year, d.month, d.day) for d in (born, on))
    assert age_at(full_born, full_on) == expected


@given(_days, _days)
def test_the_bounds_of_partial_dates_hold_the_true_age(born, on):
    born, on = min(born, on), max(born, on)
    true = age_at(*(PartialDate(d.year, d.month, d.day) for d in (born, on)))
    for partly in (PartialDate(born.year), PartialDate(born.year, born.month)):
        low, high = age_bounds(partly, PartialDate(on.year))
        assert low <= true <= high
        group = age_group_at(None, partly, PartialDate(on.year))
        assert group in ("UNKNOWN", age_group(true))


def test_a_group_is_given_only_when_all_possible_ages_lie_in_it():
    assert age_group_at(None, PartialDate(2000), PartialDate(2020)) == "AGE_18_22"
    assert age_group_at(None, PartialDate(2002), PartialDate(2020)) == "UNKNOWN"  # 17 or 18
    assert age_group_at(None, None, PartialDate(2020)) == "UNKNOWN"
    assert (
        age_group_at(16, PartialDate(1980), PartialDate(2020)) == "AGE_15_17"
    )  # what was said counts
