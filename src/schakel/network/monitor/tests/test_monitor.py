"""States as on a day: never changed, and counted over the municipalities of that day."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from schakel.foundation.accounts.choices import Role
from schakel.foundation.geography import queries
from schakel.foundation.geography.actions import load_boundaries
from schakel.foundation.geography.queries import municipalities
from schakel.foundation.geography.tests.test_boundaries import country
from schakel.network.monitor.choices import State
from schakel.network.monitor.counting import History, reference_days, tally
from schakel.network.monitor.models import Status
from schakel.network.monitor.queries import history, similar
from schakel.network.monitor.tests.scene import PLACE, adviser, somebody, write

POLICY = "policy_document"
_EVERYWHERE = """
    INSERT INTO monitor_status (municipality_id, item, state, "on", at, source, "by",
        organisation, covers_all, link, remark)
    SELECT m.code, t.code, 'PRESENT', %s, %s, 'OTHER', 'tests', '', '', '', ''
    FROM geography_municipality m, terms_term t
    WHERE m.valid_to IS NULL AND t.list_id = 'monitor_item'
"""
days = st.dates(date(2015, 1, 1), date(2026, 12, 31))


@pytest.mark.pure
@given(st.lists(st.tuples(days, st.sampled_from(State.values)), max_size=8), days)
def test_the_last_row_up_to_a_day_holds(rows: list[tuple[date, str]], day: date) -> None:
    known = History()
    ordered = sorted(enumerate(rows), key=lambda row: (row[1][0], row[0]))
    for _place, (on, state) in ordered:
        known.add("GM1", POLICY, on, state)
    before = [state for _place, (on, state) in ordered if on <= day]
    assert known.state("GM1", POLICY, day) == (before[-1] if before else State.UNKNOWN)


@pytest.mark.pure
def test_a_share_counts_what_is_not_known_among_all() -> None:
    known = History()
    for code, state in (("A", State.PRESENT), ("B", State.PRESENT_REGIONAL), ("C", State.PLANNED)):
        known.add(code, POLICY, date(2020, 1, 1), state)
    counted = tally(known, "ABCD", POLICY, date(2020, 1, 1))
    assert (counted.total, counted.there, counted.share) == (4, 2, 50)
    assert tally(known, "", POLICY, date(2020, 1, 1)).share is None
    assert reference_days(date(2021, 3, 1), 10) == [
        date(2019, 12, 31),
        date(2020, 12, 31),
        date(2021, 3, 1),
    ]


@pytest.mark.django_db
def test_a_later_row_leaves_what_was_as_it_was() -> None:
    write(PLACE, POLICY, State.PRESENT, date(2024, 5, 1))
    write(PLACE, POLICY, State.NONE, date(2022, 1, 1))
    write(PLACE, POLICY, State.PLANNED, date(2022, 1, 1))  # a correction about the same day
    known = history(timezone.localdate())
    states = [known.state(PLACE, POLICY, date(year, 6, 1)) for year in (2021, 2023, 2025)]
    assert states == [State.UNKNOWN, State.PLANNED, State.PRESENT]


@pytest.mark.django_db
def test_the_database_changes_and_removes_nothing() -> None:
    write(PLACE, POLICY, State.PRESENT)
    for change in (
        lambda: Status.objects.update(state=State.NONE),
        lambda: Status.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Status.objects.get().state == State.PRESENT


@pytest.mark.django_db
def test_each_year_counts_the_municipalities_of_its_day(client) -> None:
    write(
        "GM0370", POLICY, State.PRESENT, date(2020, 1, 1)
    )  # Beemster, part of Purmerend since 2022
    client.force_login(somebody())
    page = client.get(reverse("monitor:index"), {"item": POLICY, "on": "2023-06-01"})
    years = page.context["years"]
    assert years["totals"] == [355, 355, 352, 344, 342]
    assert [one.there for one in years["rows"][0][3]] == [0, 1, 1, 0, 0]
    assert page.content.decode().count("<use ") == 342


@pytest.mark.django_db
def test_the_whole_country_over_ten_years_takes_few_queries(
    client, django_assert_max_num_queries
) -> None:
    with connection.cursor() as cursor:
        for year in range(2017, 2027):
            cursor.execute(_EVERYWHERE, [date(year, 3, 1), timezone.now()])
    assert Status.objects.count() == 342 * 14 * 10
    client.force_login(somebody())
    queries.municipalities(), queries.outlines()  # kept in memory by every process
    for name in ("monitor:index", "monitor:grid"):
        with django_assert_max_num_queries(10):
            page = client.get(reverse(name))
        assert page.status_code == 200
    # Thirteen of them read the directory, which a served process keeps in memory and a test does not.
    with django_assert_max_num_queries(26):
        client.get(reverse("monitor:municipality", args=[PLACE]))


@pytest.mark.django_db
def test_the_grid_is_narrowed_and_its_file_has_them_all(client) -> None:
    write(PLACE, POLICY, State.PLANNED)
    client.force_login(somebody())
    asked = {"item": POLICY, "state": State.PLANNED, "region": "safety:VR05"}
    page = client.get(reverse("monitor:grid"), asked)
    assert [place.code for place, _states in page.context["rows"]] == [PLACE]
    everything = client.get(reverse("monitor:grid"), {"format": "csv"})
    lines = b"".join(everything.streaming_content).decode().splitlines()
    assert len(lines) == 1 + 342
    assert lines[0].count(";") == 20


@pytest.mark.django_db
def test_an_adviser_opens_the_own_municipality(client) -> None:
    client.force_login(adviser(PLACE))
    assert client.get(reverse("monitor:own"))["Location"].endswith(f"/{PLACE}/")
    page = client.get(reverse("monitor:municipality", args=[PLACE]))
    assert page.context["mine"]
    assert not page.context["keeper"]
    client.force_login(somebody(Role.MUNICIPAL_ADVISER))
    assert client.get(reverse("monitor:own")).context["offices"] == []


@pytest.mark.django_db
def test_similar_municipalities_are_of_about_the_same_size() -> None:
    places = {m.code: m for m in municipalities()}
    found = similar(places[PLACE])
    assert len(found) == len({m.code for m in found}) == 10
    assert all(m.police_unit_id == places[PLACE].police_unit_id for m in found[:5])


@pytest.mark.django_db
def test_one_item_is_written_down_once(client) -> None:
    client.force_login(somebody())
    address = reverse("monitor:item", args=[PLACE, "care_coordination"])
    form = client.get(address).context["form"]
    sent = {
        "token": form["token"].value(),
        "state": State.PRESENT,
        "on": "2025-01-01",
        "checked_on": "2025-02-01",
        "source": "TALK",
        "organisation": "Zorgcoördinatie Voorbeeld",
        "hours": "24",
        "age_from": "23",
    }
    for _twice in range(2):
        assert client.post(address, sent).status_code == 302
    row = Status.objects.get()
    assert (row.hours, row.age_from, row.by != "") == (24, 23, True)
    sent = {**sent, "token": "another", "age_to": "18", "on": "2999-01-01"}
    wrong = client.post(address, sent)
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"on", "age_to"}


@pytest.mark.django_db
def test_outlines_are_shown_on_days_with_the_same_municipalities(client) -> None:
    load_boundaries(text=country(), year=2023)
    write(PLACE, POLICY, State.PLANNED, date(2021, 1, 1))
    client.force_login(somebody())
    drawn = {
        (on, form): client.get(reverse("monitor:index"), {"on": on, "map": form}).text
        for on in ("2025-01-01", "2022-01-01")
        for form in ("", "tiles")
    }
    for asked, page in drawn.items():
        outlines = asked == ("2025-01-01", "")
        assert page.count('class="map-area ') == (342 if outlines else 0)
        assert ("Grenzen van 2023" in page) is outlines
    assert drawn["2025-01-01", ""].count('fill="url(#map-rising)"') == 1
    assert "map=outlines" in drawn["2025-01-01", "tiles"]
    assert "map=outlines" not in drawn["2022-01-01", ""], "there is no choice"
    queries.forget()
