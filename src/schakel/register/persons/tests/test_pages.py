"""The registrar's pages, used as a registrar uses them."""

import pytest
from django.test import Client
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.models import Entry
from schakel.foundation.audit.queries import about, about_subject
from schakel.register.intake.actions import withdraw
from schakel.register.persons.actions import register, register_many
from schakel.register.persons.models import IdentityOpening, Person
from schakel.register.persons.queries import person_of
from schakel.register.persons.tests.people import SYSTEM, organisation, report, user
from schakel.register.persons.waiting import waiting

pytestmark = pytest.mark.django_db
GROUND = {"identity-ground": "REGISTRATION", "identity-explanation": "Compare two reports"}


@pytest.fixture
def registrar():
    return user(Role.REGISTRAR)


@pytest.fixture
def browser(registrar):
    client = Client()
    client.force_login(registrar)
    return client


def page(client, name, *args, **query):
    response = client.get(reverse(f"persons:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_of_reports_narrows(browser):
    police, kmar = report(2023), report(2024, kind="KMAR")
    register(by=SYSTEM, report=kmar)
    assert police.number in page(browser, "reports")
    waiting_ones = page(browser, "reports", state="waiting")
    assert police.number in waiting_ones
    assert kmar.number not in waiting_ones
    assert police.number not in page(browser, "reports", kind="KMAR")
    assert police.number not in page(browser, "reports", year="2024")
    assert kmar.number in page(browser, "reports", number=kmar.number.lower().replace("-", " ", 1))
    assert police.number not in page(browser, "reports", number="M-0000-0001")


def test_a_registrar_decides_from_the_report_page(browser):
    sent = report(surname="Jansen", given_names="Ana", born="2001-03-04")
    known = register(
        by=SYSTEM,
        report=report(2023, kind="KMAR", surname="Jansen", given_names="Ana", born="2001-03-04"),
    )
    text = page(browser, "report", sent.number)
    assert known.number in text
    assert "Jansen" not in text
    address = reverse("persons:register", args=[sent.number])
    response = browser.post(address, {"person": known.number}, follow=True)
    assert response.status_code == 200
    assert person_of(sent) == known
    assert about("report", sent.number).filter(event=Event.VIEW).exists()


def test_a_new_person_or_one_by_number(browser):
    first, second = report(2023), report(2024, kind="KMAR")
    browser.post(reverse("persons:register", args=[first.number]), {"person": "new"})
    address = reverse("persons:register", args=[second.number])
    wrong = browser.post(address, {"person": "other", "number": "P-0000-0000"})
    assert wrong.status_code == 422
    assert person_of(second) is None
    browser.post(address, {"person": "other", "number": person_of(first).number})
    assert person_of(second) == person_of(first)


def test_an_identity_is_shown_once_on_a_ground(browser):
    sent = report(surname="Jansen", given_names="Ana", born="2001-03-04")
    person = register(by=SYSTEM, report=sent)
    for name, number in (("report", sent.number), ("person", person.number)):
        assert "Jansen" not in page(browser, name, number)
        address = reverse(f"persons:{name}-identity", args=[number])
        refused = browser.post(address, {"identity-ground": "REGISTRATION"})
        assert refused.status_code == 422
        assert "Jansen" not in refused.content.decode()
        shown = browser.post(address, GROUND)
        assert "Jansen" in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        assert "Jansen" not in page(browser, name, number)
    lines = Entry.objects.filter(event=Event.VIEW, ground="REGISTRATION")
    assert [line.subject for line in lines] == [person.number] * 2
    assert "surname" in lines[0].data
    assert IdentityOpening.objects.count() == 2


def test_a_person_page_tells_what_rests_on_what(browser):
    sent = report(2023, organisation(), key="K1")
    later = report(2024, organisation(), key="K1", forms=("LABOUR",))
    register_many(by=SYSTEM, reports=[sent, later])
    person = person_of(sent)
    text = page(browser, "person", person.number)
    for expected in (sent.number, later.number, "2023", "2024"):
        assert expected in text
    address = reverse("persons:move", args=[person.number])
    moved = {"move-report": later.number, "move-person": "new", "move-number": ""}
    assert browser.post(address, moved).status_code == 422
    browser.post(address, {**moved, "move-reason": "The key was used twice"})
    assert person_of(later) != person
    assert "The key was used twice" in page(browser, "person", person_of(later).number)
    assert about_subject(person.number).filter(event=Event.LINK).exists()


def test_persons_who_may_be_the_same_can_be_listed(browser):
    names = {"surname": "Jansen", "given_names": "Ana", "born": "2001-03-04"}
    double = register(by=SYSTEM, report=report(2023, **names))
    register(by=SYSTEM, report=report(2024, kind="KMAR", **names))
    single = register(by=SYSTEM, report=report(2024, kind="SHELTER"))
    text = page(browser, "persons", double="on")
    assert double.number in text
    assert single.number not in text
    assert single.number in page(browser, "persons", number=single.number)


def test_the_desk_counts_what_waits(registrar):
    report(2023)
    gone = report(2024)
    withdraw(by=SYSTEM, report=gone, reason="By mistake")
    register(by=SYSTEM, report=report(2022, organisation()))
    register(by=SYSTEM, report=report(2022, kind="KMAR"))  # nobody to ask
    counts = {item["url"].partition("?")[2]: item["count"] for item in waiting(registrar)}
    assert counts == {
        "queue=incoming": 0,
        "queue=incomplete": 1,
        "queue=answered": 0,
        "queue=mine": 0,
        "": 0,
        "state=incomplete": 1,
    }
    assert waiting(user(Role.ANALYST)) == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REGISTRAR])
def test_nobody_else_opens_these_pages(role):
    sent = report()
    person = register(by=SYSTEM, report=sent)
    client = Client()
    client.force_login(user(role))
    pages = ("reports", "persons", "imports", "import-new")
    addresses = [reverse(f"persons:{name}") for name in pages]
    addresses += [reverse("persons:report", args=[sent.number])]
    addresses += [reverse("persons:person", args=[person.number])]
    assert {client.get(address).status_code for address in addresses} <= {403, 404}
    posts = [reverse("persons:report-identity", args=[sent.number]), reverse("persons:search")]
    assert {client.post(address, GROUND).status_code for address in posts} <= {403, 404}


def test_a_number_that_is_nobodys_is_not_found(browser):
    for name in ("report", "person", "import"):
        assert browser.get(reverse(f"persons:{name}", args=["P-0000-0000"])).status_code == 404


def test_lists_take_a_bounded_number_of_queries(browser, django_assert_max_num_queries):
    for number in range(30):
        sent = report(2020 + number % 5, organisation(), key=f"K{number // 2}")
        if number % 3:
            register(by=SYSTEM, report=sent)
    person = Person.objects.first()
    for name, args, most in (
        ("reports", [], 9),
        ("persons", [], 10),  # one of them: did reporters take anything back since?
        ("imports", [], 8),
        ("person", [person.number], 37),
        ("report", [person.memberships.first().report.number], 35),
    ):
        with django_assert_max_num_queries(most):
            page(browser, name, *args)
