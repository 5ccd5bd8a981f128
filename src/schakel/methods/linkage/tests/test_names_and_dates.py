"""Names and dates of birth agree where people mean the same, in words a reviewer can check."""

from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.methods.linkage.comparison import Date, Name, compare_births, compare_names
from schakel.methods.linkage.names import tokens
from schakel.methods.linkage.records import Record, birth_of, phone_of, record_of

pytestmark = pytest.mark.pure


def texts(name: str, surname: bool = False) -> list[str]:
    return [token.text for token in tokens(name, surname)]


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("van der Berg", ["berg"]),
        ("Berg, van der", ["berg"]),
        ("Vanderberg", ["berg"]),
        ("El Alaoui", ["alaoui"]),
        ("Şahin", ["sahin"]),
        ("Юлия", ["yuliya"]),
        ("O'Brien-Smith", ["obrien", "smith"]),
        ("N.N.", []),
        ("onbekend", []),
        ("niet bekend", []),
        ("n.v.t.", []),
        ("Na", ["na"]),
        ("  ", []),
        ("de", ["de"]),  # a surname of a particle alone is still a name
    ],
)
def test_surnames_lose_what_tells_nobody_apart(written: str, parts: list[str]) -> None:
    assert texts(written, surname=True) == parts


def test_a_given_name_keeps_what_would_be_a_particle() -> None:
    assert texts("Thi Van") == ["thi", "van"]


def test_initials_are_a_name() -> None:
    assert texts("V.T.") == ["v", "t"]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Anna Maria", "maria ANNA", Name.SAME),
        ("Ronald Hakim", "Ronald", Name.SHORTER),
        ("Ronald Hakim", "Ronald Musa", Name.PART),
        ("Wojcik", "Wojcic", Name.SOUND),
        ("Hoeng", "Hung", Name.SOUND),
        ("Gorski", "Gorska", Name.SOUND),
        ("Kasia", "Katarzyna", Name.FORM),
        ("Ebrima", "Abraham", Name.FORM),
        ("Bergers", "Begers", Name.CLOSE),
        ("S.", "Sanne", Name.INITIAL),
        ("Wesley", "Fatima Bintou", Name.OTHER),
        ("", "Sanne", Name.NOT_KNOWN),
        ("onbekend", "Sanne", Name.NOT_KNOWN),
    ],
)
def test_how_names_agree(one: str, other: str, level: Name) -> None:
    assert compare_names(tokens(one), tokens(other)).level == level
    assert compare_names(tokens(other), tokens(one)).level == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1992-05-03", "1992-05-03", Date.SAME),
        ("1992-01-01", "1992-01-01", Date.SAME_DEFAULT),
        ("1992-05-03", "1992-03-05", Date.SWAPPED),
        ("1992-05-03", "1992-05-08", Date.EDIT),
        ("1992-05-03", "1979-05-03", Date.SAME_DAY),
        ("1992-05-03", "1985-09-13", Date.ETHIOPIAN),
        ("1992-05-03", "1992-01-01", Date.YEAR_ONLY),
        ("1992-05-03", "1992", Date.YEAR_ONLY),
        ("1992-05-03", "1992-11-27", Date.SAME_YEAR),
        ("1992-05", "1992-05-03", Date.MONTH),
        ("1992-05", "1992-06-03", Date.SAME_YEAR),
        ("1992", "1993", Date.ONE_YEAR),
        ("1992", "1996", Date.FEW_YEARS),
        ("1992", "1998", Date.SOME_YEARS),
        ("1992", "2012", Date.OTHER),
        ("1992", "", Date.NOT_KNOWN),
        ("1900-01-01", "1992-05-03", Date.NOT_KNOWN),  # a stand-in, not a date
        ("199²", "1992-05-03", Date.NOT_KNOWN),
    ],
)
def test_how_dates_of_birth_agree(one: str, other: str, level: Date) -> None:
    first, second = Record("1", birth=birth_of(one)), Record("2", birth=birth_of(other))
    assert compare_births(first, second) == level
    assert compare_births(second, first) == level


def test_a_stated_age_stands_in_for_the_year() -> None:
    stated = record_of({"report_id": "1", "age_stated": "16", "report_date": "2019-12-17"})
    dated = record_of({"report_id": "2", "dob": "2003-04-21"})
    assert compare_births(stated, dated) == Date.YEAR_ONLY


def test_phone_numbers_are_compared_as_the_world_writes_them() -> None:
    assert phone_of("06 12345678") == phone_of("+31 6 1234 5678") == "+31612345678"
    assert phone_of("06") == phone_of("none") == ""


@given(st.text(max_size=40))
def test_any_text_is_a_name_or_nothing(text: str) -> None:
    for token in tokens(text) + tokens(text, surname=True):
        assert set(token.text) <= set(ascii_lowercase)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_nothing(text: str) -> None:
    birth = birth_of(text)
    assert birth.year == 0 or (birth.year >= 1915 and birth.month <= 12 and birth.day <= 31)
