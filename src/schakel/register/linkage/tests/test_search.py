"""The search page of a registrar: any combination finds, nothing in clear is kept, no name is shown."""

import pytest
from django.db import connection
from django.test import Client

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.models import Entry
from schakel.methods.linkage.names import tokens
from schakel.methods.linkage.records import Record, birth_of
from schakel.methods.linkage.searching import answer
from schakel.register.linkage import searching
from schakel.register.linkage.searching import find
from schakel.register.persons.actions import move, register
from schakel.register.persons.queries import person_of
from schakel.register.persons.seeking import SearchTerms, TooWideError
from schakel.register.persons.tests.people import SYSTEM, organisation, report, user

ADDRESS = "/register/persons/search/"
KNOWN = {
    "surname": "Zonnebloemski",
    "given_names": "Мірабелла",
    "aliases": ("Quirkje",),
    "born": "1987-11-23",
    "nationalities": ("UA", "PL"),
    "v_number": "9912345678",
    "phone": "+31600009876",
}


@pytest.fixture
def sought(db):
    """A report with everything, of a person; and others who resemble it in one thing each."""
    sender = organisation()
    one = report(2024, sender, reporter_reference="PL-KENMERK-77", key="Sleutel-77", **KNOWN)
    register(by=SYSTEM, report=one)
    report(2024, kind="KMAR", surname="Zonnebloem", given_names="Anders", born="1960-01-05")
    report(2023, kind="KMAR", surname="Elders", given_names="Mirabella", nationalities=("NG",))
    return one


def born(text: str) -> dict[str, str]:
    parts = [*text.split("-"), "", ""][:3]
    return {f"date_of_birth_{place}": part for place, part in enumerate(parts[::-1])}


@pytest.mark.parametrize(
    "terms",
    [
        {"names": "Zonnebloemski"},
        {"names": "mirabella zonnebloemsky"},
        {"names": "Zonnebloemski, Мірабелла"},
        {"names": "quirkje", "date_of_birth": "1987"},
        {"names": "Mirabela", "date_of_birth": "1987-11"},
        {"names": "Zonnebloemska", "nationality": "PL"},
        {"date_of_birth": "1987-11-23"},
        {"number": "V 99.1234.5678"},
        {"number": "06 0000 9876"},
        {"number": "PL-KENMERK-77"},
        {"number": "Sleutel-77", "names": "Mirabella"},
        {"number": "9912345678", "date_of_birth": "1987", "nationality": "UA"},
    ],
)
def test_any_combination_finds_the_report_first(sought, terms):
    found = find(SearchTerms(**terms), SYSTEM)
    assert found, "nothing found"
    assert (found[0].report, found[0].person) == (sought, person_of(sought))
    assert found[0].reasons
    said = " ".join(text for one in found for text in (*one.reasons, *one.differences)).lower()
    assert "zonnebl" not in said
    assert "irabel" not in said


@pytest.mark.parametrize(
    "terms",
    [
        {"names": "Zonnebloemski", "nationality": "NG"},
        {"names": "Zonnebloemski", "date_of_birth": "1950"},
        {"names": "Nergenshuizen"},
        {"number": "9912345678", "names": "Nergenshuizen"},
        {"number": "PL-KENMERK-78"},
        {"date_of_birth": "1987-11-24"},
    ],
)
def test_what_disagrees_is_not_found(sought, terms):
    assert sought not in [one.report for one in find(SearchTerms(**terms), SYSTEM)]


@pytest.mark.django_db
def test_another_form_of_a_name_finds_too_after_the_name_itself():
    forms = [report(2024, kind="KMAR", given_names=name) for name in ("Ekaterina", "Kasia")]
    found = find(SearchTerms(names="Kasia"), SYSTEM)
    assert [one.report for one in found] == forms[::-1]
    assert "andere vorm" in found[1].reasons[0]


def test_numbers_of_the_centre_lead_on_after_a_move(sought):
    first = person_of(sought)
    later = move(by=SYSTEM, report=sought, person=None, reason="Somebody else")
    for number, reason in (
        (first.number, "was bij"),
        (later.number, "persoon"),
        (sought.number, "melding"),
    ):
        (found,) = find(SearchTerms(number=number.lower().replace("-", " ", 1)), SYSTEM)
        assert found.person == later
        assert reason in found.reasons[0]


def test_the_person_of_a_number_stands_above_who_was_there_once(sought):
    somebody = person_of(sought)
    moved = report(2025, **KNOWN)
    register(by=SYSTEM, report=moved, person=somebody)
    move(by=SYSTEM, report=moved, person=None, reason="Somebody else after all")
    found = find(SearchTerms(number=somebody.number), SYSTEM)
    assert [each.person for each in found] == [somebody, person_of(moved)]


def test_what_occurs_too_often_asks_for_more(sought, monkeypatch):
    monkeypatch.setattr(searching, "LARGEST_BLOCK", 0)
    with pytest.raises(TooWideError):
        find(SearchTerms(names="Zonnebloemski"), SYSTEM)
    assert find(SearchTerms(names="Nergenshuizen"), SYSTEM) == []


@pytest.mark.pure
def test_the_order_of_names_and_of_asking_makes_no_difference():
    found = Record(
        "1", given=tokens("Ana Maria"), last=tokens("Silva Costa"), birth=birth_of("1990")
    )
    asked = [Record("0", given=tokens(text)) for text in ("Ana Silva", "Silva Ana")]
    assert len({answer(one, found).score for one in asked}) == 1
    assert answer(Record("0", given=tokens("Ana Silva Nergens")), found).score < 1
    assert answer(Record("0", given=tokens("Ana Nergens Elders")), found) is None


@pytest.fixture
def browser(db):
    client = Client()
    client.force_login(user(Role.REGISTRAR))
    return client


def test_the_page_shows_numbers_and_reasons_but_no_name(browser, sought):
    page = browser.post(ADDRESS, {"names": "mirabella zonnebloemski", **born("1987-11-23")})
    text = page.text.split('id="found"')[1]
    assert person_of(sought).number in text
    assert "dezelfde geboortedatum" in text
    for name in ("onnebloem", "irabel", "ірабел", "Quirkje"):
        assert name not in text
    assert "no-store" in page["Cache-Control"]
    line = Entry.objects.get(event=Event.SEARCH)
    assert "names" in line.data
    assert "onnebloem" not in repr(vars(line))


@pytest.mark.parametrize(
    "asked",
    [{}, {"nationality": "UA"}, born("1987"), {"names": "onbekend"}, born("1987-13-45")],
)
def test_too_little_is_helped_along_and_not_logged(browser, sought, asked):
    page = browser.post(ADDRESS, asked)
    assert page.status_code == 422
    assert page.context["form"].errors
    assert not Entry.objects.filter(event=Event.SEARCH).exists()


def test_nothing_that_is_looked_for_stands_in_clear_in_the_database(browser, sought):
    browser.post(ADDRESS, {"names": "Zonnebloemski Мірабелла", **born("1987-11-23")})
    browser.post(ADDRESS, {"number": "PL-KENMERK-77"})
    browser.post(ADDRESS, {"number": "9912345678"})
    stored = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            stored += [
                bytes(value).decode("latin-1")
                if isinstance(value, bytes | memoryview)
                else str(value)
                for row in cursor.fetchall()
                for value in row
            ]
    everything = "\n".join(stored).lower()
    for text in (
        *("zonnebloemski", "мірабелла", "mirabella", "quirkje"),
        *("1987-11-23", "19871123", "1123", "9912345678", "600009876"),
        *("pl-kenmerk-77", "sleutel-77"),
    ):
        whole = text if len(text) > 4 else f"\n{text}\n"
        assert whole not in everything, text


def test_a_search_asks_little_of_the_database(browser, sought, django_assert_max_num_queries):
    for number in range(20):
        report(2020, kind="KMAR", surname="Zonnebloemski", given_names=f"Mirabella {number}")
    with django_assert_max_num_queries(22):
        page = browser.post(ADDRESS, {"names": "Zonnebloemski", **born("1987")})
    assert page.status_code == 200
