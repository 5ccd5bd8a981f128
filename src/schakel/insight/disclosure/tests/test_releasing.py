"""An analyst builds a draft, looks at it, releases it, and later replaces it; through the pages."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.audit.queries import about
from schakel.insight.analysis import queries as analysis
from schakel.insight.analysis.tests.people import reports, user
from schakel.insight.disclosure.actions import RefusedError, build, release
from schakel.insight.disclosure.models import Release, ReleaseCell
from schakel.knowledge.figures import actions as figures
from schakel.knowledge.figures.models import PublishedCell, PublishedTable

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("tests")
YEARS = {"first_year": 2022, "last_year": 2024}


@pytest.fixture(autouse=True)
def no_drawing(monkeypatch):
    """Charts have tests of their own, and take time."""
    monkeypatch.setattr(figures, "draw", lambda *_chart: "<svg/>")


@pytest.fixture
def register(monkeypatch):
    """What the register holds; tests put more into it."""
    rows = reports(persons=600)
    monkeypatch.setattr(analysis, "counted_reports", lambda cutoff: list(rows))
    return rows


@pytest.fixture
def analyst(client, register):
    person = user(Role.ANALYST)
    client.force_login(person)
    return person


def more(register, count, first=10_000):
    register += [(2024, "POLICE", first + number) for number in range(count)]


def released(**kwargs):
    return release(by=SYSTEM, draft=build(by=SYSTEM, **YEARS), **kwargs)


def page_of(row):
    return reverse("disclosure:release", args=[row.number])


def test_from_the_table_to_the_public_page(client, analyst):
    response = client.post(reverse("disclosure:new"), {**YEARS, "unknown_year": "on"})
    draft = Release.objects.get()
    assert response.url == page_of(draft)
    assert draft.state == "draft"
    assert not PublishedTable.objects.exists()
    preview = client.get(page_of(draft)).content.decode()
    changed = draft.cells.exclude(value=0).first()
    assert f"{changed.value}" in preview
    response = client.post(page_of(draft), {"checked": "on"})
    assert response.url == page_of(draft)
    draft.refresh_from_db()
    assert (draft.state, draft.released_by) == ("released", analyst.number)
    table = PublishedTable.objects.get()
    assert (table.version, table.release_number) == (1, draft.number)
    assert table.values() == {
        (cell.unit, cell.period, cell.kind): cell.value for cell in draft.cells.all()
    }
    events = set(about("release", draft.number).values_list("event", "actor"))
    assert {
        ("create", analyst.number),
        ("view", analyst.number),
        ("release", analyst.number),
    } <= events


def test_without_the_confirmation_nothing_is_published(client, analyst):
    draft = build(by=analyst, **YEARS)
    response = client.post(page_of(draft), {})
    assert response.status_code == 422
    assert "Bevestig dat de tabel gepubliceerd mag worden." in response.content.decode()
    assert not PublishedTable.objects.exists()


def test_the_year_that_is_not_over_is_refused(client, analyst):
    year = timezone.localtime().year
    response = client.post(reverse("disclosure:new"), {"first_year": 2022, "last_year": year})
    assert "voorbij" in response.content.decode()
    with pytest.raises(RefusedError):
        build(by=SYSTEM, first_year=2022, last_year=year)
    assert not Release.objects.exists()


def test_years_in_the_wrong_order_are_refused(client, analyst):
    response = client.post(reverse("disclosure:new"), {"first_year": 2024, "last_year": 2022})
    assert response.context["form"].errors
    with pytest.raises(RefusedError):
        build(by=SYSTEM, first_year=2024, last_year=2022)


def test_what_is_released_holds_nothing_from_1_to_4_though_the_register_does(register):
    row = released()
    assert row.cells.filter(before__in=(1, 2, 3, 4)).exists()
    assert not PublishedCell.objects.filter(value__in=(1, 2, 3, 4)).exists()


def test_built_again_on_the_same_records_it_is_the_same(register):
    hashes = {build(by=SYSTEM, **YEARS).content_hash for _ in range(5)}
    assert len(hashes) == 1


def test_a_new_release_takes_the_place_of_the_old_one(client, analyst, register):
    first = released()
    more(register, 120)
    draft = build(by=analyst, **YEARS)
    client.post(page_of(draft), {"checked": "on", "reason": "Nieuwe meldingen over 2024"})
    first.refresh_from_db()
    draft.refresh_from_db()
    assert (first.state, draft.state) == ("superseded", "released")
    assert draft.supersedes == first
    newest, older = PublishedTable.objects.all()
    assert (newest.version, older.version) == (2, 1)
    assert newest.change_note == "Nieuwe meldingen over 2024"


def test_a_release_in_the_place_of_another_needs_a_reason(client, analyst, register):
    released()
    more(register, 120)
    draft = build(by=analyst, **YEARS)
    response = client.post(page_of(draft), {"checked": "on"})
    assert response.context["form"].errors["reason"]
    with pytest.raises(RefusedError):
        release(by=SYSTEM, draft=draft)


@pytest.mark.parametrize(("count", "allowed"), [(99, False), (100, True)])
def test_fewer_than_a_hundred_new_reports_are_refused(register, count, allowed):
    released()
    more(register, count)
    if allowed:
        assert released(reason="more").state == "released"
    else:
        with pytest.raises(RefusedError):
            released(reason="more")
        assert PublishedTable.objects.count() == 1


def test_once_a_year_a_revision_may_add_fewer(register):
    released()
    more(register, 9)
    assert released(reason="corrections", yearly_revision=True).state == "released"
    more(register, 9, first=20_000)
    with pytest.raises(RefusedError):
        released(reason="again", yearly_revision=True)


def test_a_refusal_is_said_on_the_page(client, analyst, register):
    released()
    more(register, 9)
    draft = build(by=analyst, **YEARS)
    response = client.post(page_of(draft), {"checked": "on", "reason": "te weinig"})
    assert "minder dan 100 meldingen" in response.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_same_table_is_not_released_twice(register):
    released()
    with pytest.raises(RefusedError):
        released(reason="the same", yearly_revision=True)


def test_a_draft_is_released_once(register):
    draft = build(by=SYSTEM, **YEARS)
    release(by=SYSTEM, draft=draft)
    with pytest.raises(RefusedError):
        release(by=SYSTEM, draft=draft, reason="again", yearly_revision=True)


def test_a_draft_that_failed_a_check_cannot_be_released(register):
    draft = build(by=SYSTEM, **YEARS)
    Release.objects.filter(pk=draft.pk).update(passed=False, small_after=1)
    with pytest.raises(RefusedError):
        release(by=SYSTEM, draft=draft)


def test_a_discarded_draft_loses_its_numbers_and_a_release_keeps_them(client, analyst):
    draft = build(by=analyst, **YEARS)
    client.post(reverse("disclosure:discard", args=[draft.number]))
    draft.refresh_from_db()
    assert draft.state == "discarded"
    assert not draft.cells.exists()
    standing = released()
    client.post(reverse("disclosure:discard", args=[standing.number]))
    standing.refresh_from_db()
    assert standing.state == "released"
    assert standing.cells.exists()


@pytest.mark.parametrize("change", [lambda row: row.update(value=7), lambda row: row.delete()])
def test_the_database_keeps_the_numbers_of_a_release(register, change):
    row = released()
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        change(ReleaseCell.objects.filter(release=row))
    assert row.cells.exists()


@pytest.mark.parametrize("role", [Role.REPORTER, Role.REGISTRAR, Role.EDITOR])
def test_nobody_else_sees_a_release(client, register, role):
    draft = build(by=SYSTEM, **YEARS)
    client.force_login(user(role))
    for address in (reverse("disclosure:releases"), reverse("disclosure:new"), page_of(draft)):
        assert client.get(address).status_code == 403
    assert client.post(page_of(draft), {"checked": "on"}).status_code == 403
    assert not PublishedTable.objects.exists()


def test_the_list_asks_a_bounded_number_of_queries(client, analyst, django_assert_max_num_queries):
    for _ in range(6):
        build(by=analyst, **YEARS)
    with django_assert_max_num_queries(12):
        response = client.get(reverse("disclosure:releases"))
    assert len(re.findall("R-[0-9A-Z]{4}-[0-9A-Z]{4}</a>", response.content.decode())) == 6


def test_the_triggers_are_in_place():
    assert connection.vendor in ("sqlite", "postgresql")
    names = {
        "sqlite": "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
        "postgresql": "SELECT COUNT(*) FROM pg_trigger WHERE tgname LIKE %s",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor], ["disclosure%"])
        assert cursor.fetchone()[0] > 0
