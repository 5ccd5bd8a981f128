"""The page of one person: sources side by side, the course of events, documents, and who looked."""

import itertools
import re
from datetime import date

import pytest
from django.template import engines
from django.template.loaders.locmem import Loader
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about_subject
from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.ui.periods import PartialPeriod
from schakel.methods.linkage.names import transliterated
from schakel.register.intake.actions import correct
from schakel.register.intake.models import Report, ReportIdentity
from schakel.register.intake.queries import data_of
from schakel.register.persons import queries, seeking
from schakel.register.persons.actions import register
from schakel.register.persons.episodes import episodes
from schakel.register.persons.looking import who_looked
from schakel.register.persons.models import Person
from schakel.register.persons.portrait import comparison, identities, statuses
from schakel.register.persons.statements import Said, overlapping, side_by_side
from schakel.register.persons.tests.people import SYSTEM, organisation, report, user

GROUND = {"identity-ground": "REGISTRATION", "identity-explanation": "Compare two reports"}


def person_with(*answers: dict) -> Person:
    person: Person | None = None
    for given_ in answers:
        person = register(by=SYSTEM, report=report(**given_), person=person)
    assert person is not None
    return person


@pytest.fixture
def browser(db):
    client = Client()
    client.force_login(user(Role.REGISTRAR))
    return client


def marked(facts: list) -> dict[str, list[bool]]:
    """For each fact on which reports disagree, which cells are marked."""
    return {fact.label: [cell.differs for cell in fact.cells] for fact in facts if fact.differs}


@pytest.mark.django_db
def test_disagreements_are_marked_and_less_precise_is_no_disagreement():
    person = person_with(
        {"year": 2022, "age": 20, "gender": "FEMALE", "nationalities": ("NG",)},
        {"year": 2023, "age": 21, "gender": "FEMALE", "nationalities": ("NG", "NL")},
        {"year": 2024, "age": 30, "gender": "MALE", "forms": ("SEXUAL", "LABOUR")},
    )
    beside = comparison(queries.members(person, SYSTEM))
    assert [row.year for row in beside.reports] == [2024, 2023, 2022]
    assert marked(beside.facts) == {
        "Geslacht": [True, False, False],
        "Leeftijd bij de melding": [True, False, False],
    }
    assert beside.differing == 2


@pytest.mark.pure
@given(st.lists(st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted).map(tuple)))
def test_marks_do_not_depend_on_the_order_and_a_lone_answer_has_none(ranges):
    said = [Said(one, str(one)) for one in ranges]
    fact = side_by_side("x", said, overlapping)
    back = side_by_side("x", said[::-1], overlapping)
    assert [cell.differs for cell in fact.cells] == [cell.differs for cell in back.cells][::-1]
    known = [one for one in ranges if one is not None]
    apart = any(not overlapping(*pair) for pair in itertools.combinations(known, 2))
    assert fact.differs == apart
    assert not any(cell.differs and not cell.known for cell in fact.cells)


@pytest.mark.django_db
def test_who_it_is_stands_side_by_side_with_transliteration_and_doubtful_dates():
    person = person_with(
        {"surname": "van Okafor", "given_names": "Світлана", "born": "1999-01-01"},
        {
            "surname": "OKAFOR",
            "given_names": "Svitlana",
            "born": "1999-07-04",
            "v_number": "9912345678",
        },
        {"surname": "Jansen", "aliases": ("Bella",), "born": "1999"},
    )
    told = ReportIdentity.objects.filter(report__in=queries.members(person, SYSTEM)).order_by("pk")
    beside = identities(told.select_related("report"))
    facts = {fact.label: fact.cells for fact in beside.facts}
    assert marked(beside.facts) == {"Achternaam": [True, False, False]}
    assert facts["Voornamen"][2].beside == "Svitlana"
    assert "1 januari" in facts["Geboortedatum"][2].text
    assert facts["Andere namen"][0].text == "Bella"
    assert "Geboorteplaats" not in facts


@pytest.mark.pure
@pytest.mark.parametrize(
    ("text", "latin"), [("Łódź", ""), ("Müller-O'Brien", ""), ("Світлана", "Svitlana"), ("", "")]
)
def test_only_what_is_not_latin_is_transliterated(text, latin):
    assert transliterated(text) == latin


@pytest.mark.django_db
def test_what_happened_stands_in_order_with_its_sources():
    early = PartialPeriod(PartialDate(2018), PartialDate(2019))
    late = PartialPeriod(PartialDate(2021), ongoing=True)
    person = person_with(
        {"year": 2022, "periods": (late,), "forms": ("LABOUR",)},
        {"year": 2023, "periods": (early, late), "forms": ("LABOUR",)},
        {"year": 2024, "forms": ("SEXUAL",)},
    )
    found = episodes(queries.members(person, SYSTEM))
    assert [(one.period, len(one.reports)) for one in found] == [(early, 1), (late, 2), (None, 1)]


@pytest.mark.django_db
def test_a_correction_shows_what_changed_and_what_no_longer_counts():
    person = person_with({"year": 2024, "police_report_status": "INTAKE"})
    old = Report.objects.with_rows().get()
    data = data_of(old)
    correct(
        by=SYSTEM, report=old, data=type(data)(**{**vars(data), "police_report_status": "FILED"})
    )
    newer = Report.objects.get(corrects=old)
    register(by=SYSTEM, report=newer)
    first, second = statuses(queries.members(person, SYSTEM))
    assert (first["counts"], second["counts"]) == (False, True)
    assert "Aangifte" in second["cells"][2]["text"]
    assert comparison(queries.members(person, SYSTEM)).reports == [newer]


@pytest.mark.django_db
def test_who_looked_is_counted_with_grounds(browser):
    person = person_with({"surname": "Jansen", "born": "1999-07-04"})
    address = reverse("persons:person", args=[person.number])
    for _look in range(2):
        page = browser.get(address).text
    assert "Wie keek" in page
    browser.post(reverse("persons:person-identity", args=[person.number]), GROUND)
    (looker,) = who_looked(about_subject(person.number))
    assert (looker.times, looker.opened) == (4, 1)  # opening shows the page again
    assert looker.last.date() >= date(2020, 1, 1)
    assert len(looker.grounds) == 1


@pytest.mark.django_db
def test_whoever_seeks_gets_a_place_on_the_page(browser, monkeypatch):
    person = person_with({"year": 2024})

    class Somebody:
        def panel(self, row, user):
            return seeking.Panel("persons/_slot_of_tests.html", {"text": "geheel verzonnen"})

    engine = engines["django"].engine
    slot = Loader(engine, {"persons/_slot_of_tests.html": "{{ panel.text }}"})
    monkeypatch.setattr(seeking, "_seekers", [Somebody()])
    monkeypatch.setattr(engine, "template_loaders", [slot, *engine.template_loaders])
    assert "geheel verzonnen" in browser.get(reverse("persons:person", args=[person.number])).text


@pytest.mark.django_db
def test_the_page_asks_no_more_of_a_person_with_many_reports(
    browser, django_assert_max_num_queries
):
    person = person_with({"year": 2015, "surname": "Jansen"})
    for number in range(25):
        extra = report(
            2000 + number,
            organisation(f"Sender {number}"),
            nationalities=("NG", "NL"),
            place_municipality="GM0363",
            country_of_birth="NG",
            periods=(PartialPeriod(PartialDate(1999), ongoing=True),),
            further_places=("GM0344", "BE"),
        )
        register(by=SYSTEM, report=extra, person=person)
    address = reverse("persons:person", args=[person.number])
    browser.get(address)
    with django_assert_max_num_queries(37):
        text = browser.get(address).text
    assert text.count("schakel-beside__differs") < 100
    assert "oudere meldingen" in text


@pytest.mark.django_db
def test_a_signal_is_raised_from_a_case_and_nothing_of_the_case_goes_along(browser):
    person = person_with({"year": 2024})
    number = Report.objects.get().number
    for name, key in (("report", number), ("person", person.number)):
        html = browser.get(reverse(f"persons:{name}", args=[key])).text
        links = re.findall(rf'<a [^>]*href="{reverse("signals:new")}[^"]*"[^>]*>', html)
        assert len(links) == 1
        assert f'href="{reverse("signals:new")}"' in links[0]
        assert 'rel="noreferrer"' in links[0]
