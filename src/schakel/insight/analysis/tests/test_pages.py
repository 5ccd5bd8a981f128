"""The analyst's page shows both counting units, says that they are unprotected, and logs who looked."""

import pytest
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.insight.analysis import queries
from schakel.insight.analysis.tests.people import reports, user

pytestmark = pytest.mark.django_db
PAGE = reverse("analysis:reporters")


@pytest.fixture
def analyst(client):
    person = user(Role.ANALYST)
    client.force_login(person)
    return person


def rows_of(response, unit):
    section = next(each for each in response.context["sections"] if each["unit"] == unit)
    return dict(section["rows"])


def test_both_units_with_the_unknown_year_and_the_total(client, analyst, monkeypatch):
    rows = [(2023, "POLICE", 1), (2023, "FAIRWORK", 1), (None, "KMAR", 2), (2023, "LAWYER", 3)]
    monkeypatch.setattr(queries, "counted_reports", lambda cutoff: rows)
    response = client.get(PAGE)
    assert response.context["periods"] == ["2023", "Jaar niet bekend", "Alle jaren samen"]
    found = rows_of(response, "reports")
    assert found["Nationale Politie"] == [1, 0, 1]
    assert found["Koninklijke Marechaussee"] == [0, 1, 1]
    assert found["Overige melders"] == [1, 0, 1]
    assert found["Totaal"] == [3, 1, 4]
    assert rows_of(response, "persons")["Totaal"] == [2, 1, 3]
    page = response.content.decode()
    assert "Onbeveiligd" in page
    assert "één keer in het totaal" in page


def test_an_empty_register_says_so(client, analyst):
    response = client.get(PAGE)
    assert response.context["empty"]
    assert "Er tellen nog geen meldingen mee" in response.content.decode()


def test_who_looked_is_in_the_log(client, analyst):
    client.get(PAGE)
    line = about("table", "reports-by-reporter").get()
    assert (line.actor, line.event) == (analyst.number, "view")


@pytest.mark.parametrize("role", [Role.REPORTER, Role.REGISTRAR, Role.MINISTRY])
@pytest.mark.parametrize("page", ["analysis:index", "analysis:reporters"])
def test_nobody_else_may_look(client, role, page):
    client.force_login(user(role))
    assert client.get(reverse(page)).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_register(
    client, analyst, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(queries, "counted_reports", lambda cutoff: reports(persons=2000))
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        assert client.get(PAGE).status_code == 200
