"""The public page "where can I get help", and who may change what stands on it."""

import re
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from schakel.foundation.access.rules import may
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.audit.queries import about
from schakel.foundation.geography.queries import municipalities, municipality
from schakel.network.directory.actions import (
    add_listings,
    change_listing,
    place_listing,
    stand_in,
)
from schakel.network.directory.demo import create_demo_listings
from schakel.network.directory.models import Coverage, Listing, ListingVersion
from schakel.network.directory.queries import Wanted, find
from schakel.network.directory.tests.scene import BY, add, user

pytestmark = pytest.mark.django_db
URL = "/help/"
HAGUE, LEIDEN = {"municipality_id": "GM0518"}, {"municipality_id": "GM0546"}
REGION = {"police_unit_id": "DH"}


def page(client: Client, query: str = "", prefix: str = "") -> str:
    response = client.get(f"{prefix}{URL}{query}")
    assert response.status_code == 200, response
    assert not response.cookies
    return response.content.decode()


def shown(html: str) -> list[str]:
    return re.findall(r"<h4>([^<]*)</h4>", html)


def test_the_address_holds() -> None:
    with override("nl"):
        assert reverse("directory:index") == URL


def test_112_comes_first_and_every_number_can_be_dialled(client: Client) -> None:
    add(phone="085-000 12 34")
    dialled = re.findall(r'href="tel:([^"]*)"', page(client))
    assert dialled == ["112", "09008844", "08005151", "0850001234"]


def test_the_page_is_packed_for_a_bad_line(client: Client) -> None:
    answer = client.get(URL, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 10_000
    assert "gzip" not in client.get(URL).headers.get("Content-Encoding", "")


def test_only_public_listings_are_shown(client: Client) -> None:
    add(name="Openbaar Punt")
    add(name="Verborgen Punt", is_public=False)
    assert shown(page(client)) == ["Openbaar Punt"]


def test_a_listing_has_no_place_to_put_an_address() -> None:
    names = {
        field.name for model in (Listing, ListingVersion, Coverage) for field in model._meta.fields
    }
    assert not [n for n in names if re.search(r"address|street|post|adres|latitude|longitude", n)]


def test_a_shelter_cannot_be_tied_to_a_municipality(client: Client) -> None:
    with pytest.raises(ValidationError):
        add(HAGUE, kind="SHELTER")
    shelter = add(REGION, kind="SHELTER", name="Opvang Regio")
    with pytest.raises(ValidationError):
        place_listing(by=BY, listing=shelter, on=timezone.localdate(), areas=[HAGUE])
    Coverage.objects.create(listing=add(LEIDEN, name="Opvang Stil"), by="x", **HAGUE)
    Listing.objects.exclude(pk=shelter.pk).update(kind="SHELTER")
    assert shown(page(client, "?municipality=GM0518")) == ["Opvang Regio"], "not even by accident"


def test_a_municipality_shows_what_helps_there(client: Client) -> None:
    add(HAGUE, name="Punt Haags")
    add(REGION, name="Punt Regio")
    add(name="Punt Land")
    add(LEIDEN, name="Punt Leiden")
    add({"police_unit_id": "LB"}, name="Punt Limburg")
    html = page(client, "?municipality=GM0518")
    assert shown(html) == ["Punt Haags", "Punt Regio", "Punt Land"], "nearest first"
    assert "3 organisaties helpen in Den Haag" in html
    assert "De officiële naam is &#x27;s-Gravenhage" in html
    assert shown(page(client)) == ["Punt Land"], "without a place: who helps everywhere"


@pytest.mark.parametrize("typed", ["Den Haag", "den haag", "'s-Gravenhage", "The Hague", "GM0518"])
def test_a_place_in_words_becomes_a_code_in_the_address(client: Client, typed: str) -> None:
    answer = client.get(URL, {"place": typed, "kind": "LEGAL_AID"})
    assert answer.status_code == 302
    assert answer["Location"] == f"{URL}?kind=LEGAL_AID&municipality=GM0518"


def test_a_place_that_nobody_knows_leads_to_one_that_looks_like_it(client: Client) -> None:
    add(name="Punt Land")
    html = page(client, "?place=Rotterdma")
    assert "municipality=GM0599" in html
    assert shown(html) == ["Punt Land"], "what helps everywhere is shown all the same"
    assert "Probeer de naam van de gemeente" in page(client, "?place=2511")


def test_two_places_of_one_name_and_one_that_is_too_long(client: Client) -> None:
    both = page(client, "?place=bergen")
    assert "Er is meer dan één plaats met die naam" in both
    assert {"GM0373", "GM0893"} <= set(re.findall(r"municipality=(GM\d+)", both))
    assert "Limburg" in both
    assert "Wij kennen geen plaats" in page(client, "?place=" + "a" * 500)


def test_what_was_asked_narrows_the_answer(client: Client) -> None:
    add({**HAGUE, "max_age": 22}, kind="CARE_COORDINATION", name="Punt Jong", languages="nl pl")
    add({**HAGUE, "min_age": 23}, kind="CARE_COORDINATION", name="Punt Oud", forms="LABOUR")
    add(HAGUE, name="Punt Recht")
    here = "?municipality=GM0518"
    assert shown(page(client, here)) == ["Punt Jong", "Punt Oud", "Punt Recht"], "two coordinators"
    care = f"{here}&kind=CARE_COORDINATION"
    assert shown(page(client, f"{care}&age=MINOR")) == ["Punt Jong"]
    assert shown(page(client, f"{care}&age=YOUNG")) == ["Punt Jong"]
    assert shown(page(client, f"{care}&age=ADULT")) == ["Punt Oud"]
    assert shown(page(client, f"{care}&language=pl")) == ["Punt Jong"]
    assert shown(page(client, f"{care}&form=SEXUAL")) == ["Punt Jong"], "for all forms, or this one"
    assert "Geen organisatie gevonden" in page(client, f"{here}&kind=YOUTH")


def test_any_page_as_on_a_day(client: Client) -> None:
    row = add(HAGUE, name="Punt Oud", phone="085-000 00 01")
    change_listing(by=BY, listing=row, on=date(2026, 3, 1), phone="085-000 00 02")
    change_listing(by=BY, listing=row, on=date(2030, 1, 1), name="Punt Straks")
    place_listing(by=BY, listing=row, on=date(2026, 6, 1), areas=[LEIDEN])
    hague, leiden = "?municipality=GM0518&on=", "?municipality=GM0546&on="
    before = page(client, f"{hague}2026-02-28")
    assert "085-000 00 01" in before
    assert "28 februari 2026" in before
    assert "Nu open" not in before
    assert "085-000 00 02" in page(client, f"{hague}2026-03-01")
    assert shown(page(client, f"{hague}2026-05-31")) == ["Punt Oud"]
    assert shown(page(client, f"{hague}2026-06-01")) == []
    assert shown(page(client, f"{leiden}2029-12-31")) == ["Punt Oud"]
    assert shown(page(client, f"{leiden}2030-01-01")) == ["Punt Straks"]


def test_a_deputy_is_named_while_somebody_is_away(client: Client) -> None:
    away, other = add(HAGUE, name="Punt Weg"), add(LEIDEN, name="Punt Ander", phone="085-000 77 77")
    stand_in(by=BY, listing=away, deputy=other, since=date(2026, 7, 20), until=date(2026, 8, 10))
    during = page(client, "?municipality=GM0518&on=2026-08-09")
    assert "Afwezig tot 10 augustus" in during
    assert 'href="tel:0850007777"' in during
    assert "Afwezig" not in page(client, "?municipality=GM0518&on=2026-08-10")
    with pytest.raises(ValidationError):
        stand_in(by=BY, listing=away, deputy=away, since=date(2026, 1, 1), until=date(2026, 2, 1))


def test_open_now_is_said_in_the_time_of_the_country() -> None:
    add(hours="MO-FR 09:00-17:00")
    monday = datetime(2026, 7, 6, 8, 30, tzinfo=ZoneInfo("UTC"))
    (one,) = find(None, Wanted(), on=monday.date(), now=monday)
    assert one.open_state.is_open, "half past ten in summer"
    (one,) = find(None, Wanted(), on=monday.date(), now=monday + timedelta(hours=7))
    assert not one.open_state.is_open


def test_an_entry_that_nobody_confirmed_is_marked(client: Client) -> None:
    today = timezone.localdate()
    add(name="Punt Vers", last_checked=today)
    assert "kan veranderd zijn" not in page(client)
    add(name="Punt Oud", last_checked=today - timedelta(days=240))
    assert page(client).count("kan veranderd zijn") == 1


@pytest.mark.parametrize(
    "query",
    [
        *("?municipality=GM9999", "?kind=%3Cb%3E", "?page=x", "?page=99"),
        *("?on=gisteren", "?on=0001-01-01", "?on=9999-12-31", "?age=x", "?place=" + "a" * 500),
    ],
)
def test_odd_questions_are_answered_calmly(client: Client, query: str) -> None:
    add(name="Punt Hier", hours="MO 09:00-10:00")
    html = page(client, query)
    assert "Punt Hier" in html
    assert "<b>" not in html


def test_both_languages(client: Client) -> None:
    add(
        offers_nl="Gratis uitleg",
        offers_en="Free advice",
        languages="nl en pl",
        hours="MO-FR 09:00-17:00",
        accessibility="STEP_FREE",
        last_checked=date(2026, 3, 1),
    )
    dutch, english = page(client), page(client, prefix="/en")
    for text in ("Gratis uitleg", "Pools", "1 maart 2026", "Maandag – vrijdag", "Geen drempels"):
        assert text in dutch
    for text in ("Where can I get help?", "Free advice", "Polish", "Legal help", "Monday – Friday"):
        assert text in english


def test_a_text_in_one_language_is_better_than_none(client: Client) -> None:
    add(offers_nl="Alleen Nederlands")
    assert "Alleen Nederlands" in page(client, prefix="/en")


def test_what_is_written_cannot_become_markup(client: Client) -> None:
    add(name="<script>x</script>", offers_nl="<b>")
    assert "<script>x" not in page(client)


def test_the_page_is_bounded_however_many_listings(
    client: Client, django_assert_max_num_queries
) -> None:
    page(client)
    rows = [
        {"name": f"Punt {n:03}", "kind": "OTHER", "is_public": True, "areas": [REGION]}
        for n in range(60)
    ]
    add_listings(by=BY, rows=rows)
    with django_assert_max_num_queries(6):
        html = page(client, "?municipality=GM0518")
    for place in ("GM0518", "GM0546"):  # what was read once serves every municipality
        with django_assert_max_num_queries(1):
            assert len(shown(page(client, f"?municipality={place}"))) == 40
    assert len(shown(html)) == 40
    assert "Punt 059" in page(client, "?municipality=GM0518&page=2")


@pytest.mark.parametrize("role", list(Role))
def test_editors_and_administrators_change_others_do_not(role: str) -> None:
    row, person = add(), user(role)
    hidden = add(is_public=False)
    keeps = role in (Role.EDITOR, Role.ADMINISTRATOR)
    assert may(person, "change", row) == may(person, "place", row) == keeps
    assert set(Listing.objects.visible_to(person)) == ({row, hidden} if keeps else {row})
    if keeps:
        change_listing(by=person, listing=row, name="Nieuw")
        return
    with pytest.raises(PermissionDenied):
        change_listing(by=person, listing=row, name="Nieuw")
    with pytest.raises(PermissionDenied):
        add_listings(by=person, rows=[{"name": "x", "kind": "OTHER", "areas": [{}]}])


def test_an_organisation_keeps_its_own_entry_but_not_where_it_helps() -> None:
    mine = Organisation.objects.create(name="Zorg")
    coordinator = user(Role.CARE_COORDINATOR, mine)
    row, foreign = add(organisation=mine, is_public=False), add(is_public=False)
    assert set(Listing.objects.visible_to(coordinator)) == {row}
    change_listing(by=coordinator, listing=row, phone="085-000 10 10")
    with pytest.raises(PermissionDenied):
        place_listing(by=coordinator, listing=row, on=date(2026, 1, 1), areas=[{}])
    with pytest.raises(PermissionDenied):
        change_listing(by=coordinator, listing=foreign, phone="085-000 10 10")


def test_changes_are_logged_by_field_name_and_the_same_again_is_none() -> None:
    editor = user(Role.EDITOR)
    row = add(last_checked=timezone.localdate())
    change_listing(by=editor, listing=row, phone="085-000 10 10", name="Steunpunt Voorbeeld")
    change_listing(by=editor, listing=row, phone="085-000 10 10")
    assert row.versions.count() == 2
    actors = [entry.actor for entry in about("listing", str(row.pk))]
    assert actors == [editor.number, "system:test"], "once each, newest first"


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "NO_SUCH"}, {"languages": "nl xx"}, {"website": "no address"}, {"hours": "laat"}],
)
def test_what_the_page_could_not_show_is_refused_and_nothing_is_added(wrong: dict) -> None:
    good = {"name": "Goed", "kind": "OTHER", "areas": [{}]}
    with pytest.raises(ValidationError):
        add_listings(by=BY, rows=[good, good | wrong])
    assert not Listing.objects.exists()


def test_the_demo_is_invented_helps_everywhere_and_is_the_same_for_the_same_seed() -> None:
    rows = create_demo_listings(Random(1))
    assert create_demo_listings(Random(1)) == [], "once"
    versions = ListingVersion.objects.filter(listing__in=rows)
    assert all(re.fullmatch(r"085-000 \d\d \d\d", row.phone) for row in versions)
    assert all(row.website.endswith(".example") for row in versions)
    assert all(row.email.endswith(".example") for row in versions)
    assert all(row.is_invented for row in rows)
    wanted = {"CARE_COORDINATION", "REPORTING_POINT", "SAFE_HOME"}
    for kind in wanted:
        areas = Coverage.objects.filter(listing__kind=kind)
        reached = set(areas.values_list("municipality_id", flat=True))
        assert reached == {one.code for one in municipalities()}
    two = find(municipality("GM0014"), Wanted(kind="CARE_COORDINATION"))
    assert [one.ages for one in two] == [((None, 22),), ((23, None),)], "divided by age"
    facts = list(versions.order_by("pk").values_list("name", "phone", "languages"))
    Listing.objects.all().delete()
    create_demo_listings(Random(1))
    assert list(ListingVersion.objects.order_by("pk").values_list(*SAID)) == facts


SAID = ("name", "phone", "languages")


def test_a_day_that_nobody_can_read_is_said_and_not_kept_in_the_address(client) -> None:
    for query in ("?on=gisteren", "?on=2026-02-31", "?place=Den+Haag&on=gisteren"):
        answer = client.get(reverse("directory:index") + query, follow=True)
        assert "Wij kunnen deze datum niet lezen" in answer.content.decode()
        assert all("gisteren" not in address for address, _status in answer.redirect_chain)
    assert "datum niet lezen" not in client.get(reverse("directory:index")).content.decode()
