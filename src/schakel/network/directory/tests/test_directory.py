"""The public page "where can I get help", and who may change what stands on it."""

import re
from datetime import date
from random import Random

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.access.rules import may
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.audit.queries import about
from schakel.foundation.geography.models import Municipality
from schakel.network.directory.actions import add_listings, change_listing
from schakel.network.directory.demo import create_demo_listings
from schakel.network.directory.models import Listing

pytestmark = pytest.mark.django_db
URL = "/help/"
SYSTEM = SystemActor("test")


def add(**values) -> Listing:
    row = {"name": "Steunpunt Voorbeeld", "kind": "LEGAL_AID", "is_public": True} | values
    return add_listings(by=SYSTEM, rows=[row])[0]


def user(role: str) -> User:
    made = User.objects.create_user(f"{role}@voorbeeld.example", name=role)
    Mandate.objects.create(
        user=made, organisation=Organisation.objects.create(name=role), role=role
    )
    return made


def page(client: Client, query: str = "", prefix: str = "") -> str:
    response = client.get(f"{prefix}{URL}{query}")
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def test_the_address_holds() -> None:
    with override("nl"):
        assert reverse("directory:index") == URL


def test_112_comes_first_and_every_number_can_be_dialled(client: Client) -> None:
    add(phone="085-000 12 34")
    html = page(client)
    dialled = re.findall(r'href="tel:([^"]*)"', html)
    assert dialled == ["112", "09008844", "08005151", "0850001234"]


def test_only_public_listings_are_shown(client: Client) -> None:
    add(name="Openbaar Punt")
    add(name="Verborgen Punt", is_public=False)
    html = page(client)
    assert "Openbaar Punt" in html
    assert "Verborgen Punt" not in html


def test_a_listing_has_no_place_to_put_an_address() -> None:
    names = {field.name for field in Listing._meta.get_fields()}
    assert not [n for n in names if re.search(r"address|street|post|adres|latitude|longitude", n)]


def test_a_shelter_cannot_be_tied_to_a_municipality() -> None:
    with pytest.raises(ValidationError):
        add(kind="SHELTER", municipality_id="GM0363")
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.create(name="Opvang", kind="SHELTER", municipality_id="GM0363")
    assert add(kind="SHELTER", police_unit_id="AMS").pk


def test_a_municipality_shows_what_helps_there(client: Client) -> None:
    hague = Municipality.objects.get(pk="GM0518")
    add(name="Punt Haags", municipality=hague, police_unit_id="DH")
    add(name="Punt Regio", police_unit_id="DH")
    add(name="Punt Land")
    add(name="Punt Leiden", municipality_id="GM0546", police_unit_id="DH")
    add(name="Punt Limburg", police_unit_id="LB")
    html = page(client, "?municipality=GM0518")
    shown = [name for name in re.findall(r"<h3>([^<]*)</h3>", html) if name.startswith("Punt")]
    assert shown == ["Punt Haags", "Punt Regio", "Punt Land"], "nearest first"
    assert "3 organisaties helpen in Den Haag" in html


def test_a_kind_narrows_the_list(client: Client) -> None:
    add(name="Punt Recht")
    add(name="Punt Zorg", kind="HEALTH_CARE")
    html = page(client, "?kind=HEALTH_CARE")
    assert "Punt Zorg" in html
    assert "Punt Recht" not in html
    assert "Geen organisatie gevonden" in page(client, "?kind=YOUTH")


@pytest.mark.parametrize(
    "query", ["?municipality=GM9999", "?kind=%3Cb%3E", "?page=x", "?page=99", "?x=%00"]
)
def test_odd_questions_are_answered_calmly(client: Client, query: str) -> None:
    add(name="Punt Hier")
    html = page(client, query)
    assert "Punt Hier" in html or "?kind" in query or "GM9999" in query
    assert "<b>" not in html


def test_both_languages(client: Client) -> None:
    add(
        offers_nl="Gratis uitleg",
        offers_en="Free advice",
        languages="nl en pl",
        last_checked=date(2026, 3, 1),
    )
    dutch, english = page(client), page(client, prefix="/en")
    assert "Gratis uitleg" in dutch
    assert "Pools" in dutch
    assert "1 maart 2026" in dutch
    assert "Where can I get help?" in english
    assert "Free advice" in english
    assert "Polish" in english
    assert "Legal help" in english


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
    add_listings(
        by=SYSTEM,
        rows=[
            {"name": f"Punt {n:03}", "kind": "OTHER", "is_public": True, "police_unit_id": "RT"}
            for n in range(60)
        ],
    )
    with django_assert_max_num_queries(3):
        html = page(client)
    assert html.count('directory-card"') == 25
    assert "Punt 059" in page(client, "?page=3")


@pytest.mark.parametrize("role", list(Role))
def test_editors_and_administrators_change_others_do_not(role: str) -> None:
    row, person = add(), user(role)
    hidden = add(is_public=False)
    keeps = role in (Role.EDITOR, Role.ADMINISTRATOR)
    assert may(person, "change", row) == keeps
    assert set(Listing.objects.visible_to(person)) == ({row, hidden} if keeps else {row})
    if keeps:
        change_listing(by=person, listing=row, name="Nieuw")
        return
    with pytest.raises(PermissionDenied):
        change_listing(by=person, listing=row, name="Nieuw")
    with pytest.raises(PermissionDenied):
        add_listings(by=person, rows=[{"name": "x", "kind": "OTHER"}])


def test_changes_are_logged_by_field_name() -> None:
    editor, row = user(Role.EDITOR), add()
    change_listing(by=editor, listing=row, phone="085-000 10 10", name=row.name)
    change_listing(by=editor, listing=row, phone="085-000 10 10")
    events = [(str(entry.event), entry.actor) for entry in about("listing", str(row.pk))]
    assert [actor for _, actor in events] == [editor.number, "system:test"], (
        "once each, newest first"
    )


@pytest.mark.parametrize(
    "wrong", [{"kind": "NO_SUCH"}, {"languages": "nl xx"}, {"website": "no address"}]
)
def test_what_the_page_could_not_show_is_refused_and_nothing_is_added(wrong: dict) -> None:
    with pytest.raises(ValidationError):
        add_listings(
            by=SYSTEM,
            rows=[{"name": "Goed", "kind": "OTHER"}, {"name": "x", "kind": "OTHER"} | wrong],
        )
    assert not Listing.objects.exists()


def test_the_demo_is_invented_and_the_same_for_the_same_seed() -> None:
    rows = create_demo_listings(Random(1))
    assert create_demo_listings(Random(1)) == [], "once"
    facts = list(Listing.objects.order_by("pk").values_list("name", "phone", "languages"))
    assert all(re.fullmatch(r"085-000 \d\d \d\d", row.phone) for row in rows)
    assert len({row.phone for row in rows}) == len(rows)
    assert all(row.website.endswith(".example") and row.email.endswith(".example") for row in rows)
    assert {row.police_unit_id for row in rows} >= {
        "NN",
        "ON",
        "MN",
        "NH",
        "AMS",
        "DH",
        "RT",
        "ZWB",
        "OB",
        "LB",
    }
    Listing.objects.all().delete()
    create_demo_listings(Random(1))
    assert list(Listing.objects.order_by("pk").values_list("name", "phone", "languages")) == facts
