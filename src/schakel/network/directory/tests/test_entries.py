"""Keeping entries: by the organisation itself, by the centre, and by a link in a mail."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.audit.queries import about
from schakel.foundation.geography.queries import municipality
from schakel.network.directory.actions import stand_in
from schakel.network.directory.asked import LIFE, CheckRequest
from schakel.network.directory.checking import AGAIN_AFTER, LinkSpentError, ask, confirm
from schakel.network.directory.choices import CHECK_DAYS
from schakel.network.directory.models import Coverage, Deputy, Listing
from schakel.network.directory.queries import Wanted, due, find, stale
from schakel.network.directory.tests.scene import BY, add, signed_in, user

pytestmark = pytest.mark.django_db
AT = "https://schakel.example"


@pytest.fixture
def mine() -> Organisation:
    return Organisation.objects.create(name="Zorg")


def editor() -> Client:
    return signed_in(user(Role.EDITOR))


def adviser(organisation: Organisation) -> Client:
    """A role that keeps an entry and needs no second factor."""
    return signed_in(user(Role.MUNICIPAL_ADVISER, organisation))


def says(listing: Listing, **changed: object) -> dict[str, object]:
    version = listing.versions.latest("pk")
    kept = {name: getattr(version, name) for name in ("name", "phone", "hours")}
    return {
        "do": "save",
        "save-on": timezone.localdate().isoformat(),
        **{f"save-{name}": value for name, value in {**kept, **changed}.items()},
    }


def secret_in(message: mail.EmailMessage) -> str:
    return re.search(r"https://schakel\.example/entries/check/([^/]+)/", message.body)[1]


def test_an_organisation_changes_its_own_entry_and_everybody_sees_it(mine: Organisation) -> None:
    row = add(name="Punt Oud", organisation=mine, last_checked=date(2024, 1, 1))
    client = adviser(mine)
    assert f"/entries/{row.uid}/" in client.get("/entries/").content.decode()
    page = client.get(f"/entries/{row.uid}/").content.decode()
    assert 'name="place-region"' not in page, "where it helps is for the centre"
    sent = says(row, name="Punt Nieuw", hours="ma-vr 9-17", languages=["nl", "pl"])
    assert client.post(f"/entries/{row.uid}/", sent).status_code == 302
    shown = client.get("/help/").content.decode()
    assert "Punt Nieuw" in shown
    assert "Maandag – vrijdag: 09:00 – 17:00" in shown
    row.refresh_from_db()
    assert row.last_checked == timezone.localdate(), "who changes it has looked at it"
    history = client.get(f"/entries/{row.uid}/").content.decode()
    assert "municipal_adviser" in history, "who"
    assert "Punt Oud → Punt Nieuw" in history, "what"


def test_what_is_wrong_is_said_and_nothing_is_changed(mine: Organisation) -> None:
    row = add(organisation=mine)
    client = adviser(mine)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    for wrong in ({"hours": "laat"}, {"email": "x"}, {"name": ""}, {"on": yesterday}):
        answer = client.post(
            f"/entries/{row.uid}/", says(row) | {f"save-{k}": v for k, v in wrong.items()}
        )
        assert answer.status_code == 422, wrong
    back = {"do": "deputy", "deputy-since": "2026-08-02", "deputy-until": "2026-08-01"}
    assert client.post(f"/entries/{row.uid}/", back).status_code == 422
    assert row.versions.count() == 1


def test_others_do_not_exist_and_the_centre_keeps_them_all(mine: Organisation) -> None:
    row, foreign = add(organisation=mine), add(name="Punt Ander")
    client = adviser(mine)
    assert client.get(f"/entries/{foreign.uid}/").status_code == 404
    assert client.get("/entries/new/").status_code == 403
    assert client.post(f"/entries/{row.uid}/", {"do": "place"}).status_code == 200
    assert "Punt Ander" not in client.get("/entries/").content.decode()
    assert editor().get(f"/entries/{foreign.uid}/").status_code == 200


def test_the_centre_makes_an_entry_and_says_where_it_helps() -> None:
    client, today = editor(), timezone.localdate().isoformat()
    new = {"kind": "CARE_COORDINATION", "name": "Zorg Nieuw", "on": today, "is_public": "on"}
    unknown = client.post("/entries/new/", {**new, "places": "Den Haag\nNergenshuizen"})
    assert unknown.status_code == 422
    assert "Nergenshuizen" in unknown.content.decode()
    shelter = {**new, "kind": "SHELTER", "places": "Den Haag"}
    assert client.post("/entries/new/", shelter).status_code == 422
    client.post("/entries/new/", {**new, "places": "Den Haag\nLeiden", "max_age": "22"})
    row = Listing.objects.get()
    assert "Zorg Nieuw" in client.get("/help/?municipality=GM0546&age=YOUNG").content.decode()
    party = Organisation.objects.create(name="Delft")
    moved = {
        "do": "place",
        "place-places": "Delft",
        "place-on": today,
        "place-is_public": "on",
        "place-organisation": str(party.pk),
    }
    assert client.post(f"/entries/{row.uid}/", moved).status_code == 302
    now = Coverage.objects.filter(listing=row).valid_on(timezone.localdate())
    assert [area.municipality_id for area in now] == ["GM0503"]
    assert Listing.objects.get().organisation == party


def test_somebody_stands_in(mine: Organisation) -> None:
    row, other = add(organisation=mine), add(name="Punt Waarnemer")
    today = timezone.localdate()
    away = {
        "do": "deputy",
        "deputy-deputy": str(other.pk),
        "deputy-since": today.isoformat(),
        "deputy-until": (today + timedelta(days=9)).isoformat(),
    }
    assert adviser(mine).post(f"/entries/{row.uid}/", away).status_code == 302
    assert Deputy.objects.get().deputy == other


def test_due_and_stale_entries_and_a_bounded_list(django_assert_max_num_queries) -> None:
    today = timezone.localdate()
    ages = {"Vers": 0, "Net niet": CHECK_DAYS - 1, "Net wel": CHECK_DAYS, "Oud": CHECK_DAYS + 30}
    for name, days in ages.items():
        add(name=name, last_checked=today - timedelta(days=days))
    add(name="Nooit")
    called = {row.pk: row.versions.get().name for row in Listing.objects.all()}
    assert [called[row.pk] for row in due(today)] == ["Nooit", "Oud", "Net wel"]
    assert [called[row.pk] for row in stale(today)] == ["Nooit", "Oud"]
    for row in Listing.objects.all():
        assert row.is_due(today) == (called[row.pk] in ("Nooit", "Oud", "Net wel"))
        assert row.is_stale(today) == (called[row.pk] in ("Nooit", "Oud"))
    client = editor()
    client.get("/entries/")
    with django_assert_max_num_queries(9):
        html = client.get("/entries/?state=due").content.decode()
    assert "Net wel" in html
    assert "Net niet" not in html


def test_everybody_who_keeps_a_due_entry_is_asked_and_not_again_soon(mine: Organisation) -> None:
    for n in range(2):
        person = User.objects.create_user(f"{n}@voorbeeld.example", name=str(n))
        Mandate.objects.create(user=person, organisation=mine, role=Role.CARE_COORDINATOR)
    Mandate.objects.create(
        user=User.objects.create_user("x@voorbeeld.example", name="x"),
        organisation=mine,
        role=Role.MINISTRY,
    )
    add(name="Punt Ons", organisation=mine)
    add(name="Punt Adres", email="punt@voorbeeld.example")
    add(name="Punt Stil")
    add(name="Punt Vers", email="v@voorbeeld.example", last_checked=timezone.localdate())
    done = ask(by=BY, origin=AT)
    assert (done.entries, done.mails, done.without_address) == (2, 3, 1)
    to = sorted(one for message in mail.outbox for one in message.to)
    assert to == ["0@voorbeeld.example", "1@voorbeeld.example", "punt@voorbeeld.example"]
    now = timezone.now()
    assert ask(by=BY, origin=AT, now=now + AGAIN_AFTER - timedelta(hours=1)).mails == 0
    assert ask(by=BY, origin=AT, now=now + AGAIN_AFTER + timedelta(hours=1)).mails == 3


def test_opening_the_link_changes_nothing_and_pressing_confirms_once(client: Client) -> None:
    row = add(name="Punt Adres", email="punt@voorbeeld.example")
    ask(by=BY, origin=AT)
    path = f"/entries/check/{secret_in(mail.outbox[0])}/"
    assert CheckRequest.objects.get().secret_index not in path
    for _program in range(2):
        landing = client.get(path)
        assert "Punt Adres" in landing.content.decode()
        assert landing["Referrer-Policy"] == "same-origin", (
            "no-referrer hides the origin, and the form is refused"
        )
        row.refresh_from_db()
        assert row.last_checked is None
    assert "Vastgelegd: “Punt Adres” klopt" in client.post(path).content.decode()
    row.refresh_from_db()
    assert row.last_checked == timezone.localdate()
    assert client.get(path).status_code == client.post(path).status_code == 410
    assert next(entry.actor for entry in about("listing", str(row.pk))) == "system:directory-link"
    assert client.get("/entries/check/geraden/").status_code == 410
    assert "Bevestigd met de link" in editor().get(f"/entries/{row.uid}/").content.decode()


def test_a_link_ends_by_age_by_another_confirmation_and_with_the_mandate(
    mine: Organisation,
) -> None:
    person = user(Role.SHELTER, mine)
    add(organisation=mine)
    ask(by=BY, origin=AT)
    secret, now = secret_in(mail.outbox[0]), timezone.now()
    with pytest.raises(LinkSpentError):
        confirm(secret=secret, now=now + LIFE + timedelta(seconds=1))
    mandate = person.mandates.get()
    mandate.delete()
    with pytest.raises(LinkSpentError):
        confirm(secret=secret)
    mandate.save()
    row = Listing.objects.get()
    adviser(mine).post(f"/entries/{row.uid}/", {"do": "right"})
    with pytest.raises(LinkSpentError):
        confirm(secret=secret)


def test_a_mail_server_that_is_down_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    add(email="punt@voorbeeld.example")

    def down(self: mail.EmailMessage, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(mail.EmailMessage, "send", down)
        with pytest.raises(CommandError, match="goes on from here"):
            call_command("ask_directory", at=AT)
    assert not CheckRequest.objects.exists()
    call_command("ask_directory", at=AT)
    assert len(mail.outbox) == 1


def test_the_centre_ends_an_entry_and_takes_that_back(mine: Organisation) -> None:
    row, gone = add(organisation=mine, name="Blijvend"), add(name="Wie ophoudt")
    today = timezone.localdate()
    stand_in(by=BY, listing=row, deputy=gone, since=today, until=today + timedelta(days=9))
    address, ends = f"/entries/{gone.uid}/", {"do": "end", "end-ends_on": today.isoformat()}
    assert adviser(mine).post(f"/entries/{row.uid}/", ends).status_code == 200
    assert len(find(None, Wanted())) == 2, "an organisation does not end its own entry"
    client = editor()
    yesterday = (today - timedelta(days=1)).isoformat()
    assert client.post(address, {**ends, "end-ends_on": yesterday}).status_code == 422
    assert client.post(address, ends).status_code == 302
    (left,) = find(None, Wanted())
    assert (left.listing, left.stand_in) == (row, None), "who ended stands in for nobody"
    assert len(find(None, Wanted(), on=today - timedelta(days=1))) == 2
    assert "Wie ophoudt" not in client.get("/entries/").text
    assert "Wie ophoudt" in client.get("/entries/?state=ended").text
    client.post(address, {**ends, "end-ends_on": ""})
    assert len(find(None, Wanted())) == 2


def test_an_entry_helps_other_ages_in_other_areas_and_each_for_its_days(mine: Organisation) -> None:
    row, today = (
        add({"municipality_id": "GM0518", "max_age": 22}, name="Punt"),
        timezone.localdate(),
    )
    later = today + timedelta(days=40)
    address, client = f"/entries/{row.uid}/", editor()
    page = client.get(address).text
    assert 'name="place-places_3"' in page, "rows that wait for something new"
    sent = {
        "do": "place",
        "place-is_public": "on",
        "place-on": today.isoformat(),
        "place-places": "Den Haag",
        "place-max_age": "22",
        "place-region_2": "LB",
        "place-min_age_2": "23",
        "place-since_2": later.isoformat(),
        "place-places_3": "Leiden",
        "place-until_3": later.isoformat(),
    }
    twice = {**sent, "place-places_2": "Den Haag", "place-region_2": "", "place-min_age_2": "18"}
    answer = client.post(address, {**twice, "place-since_2": ""})
    assert answer.status_code == 422
    assert "staat hier twee keer" in answer.text
    for wrong in ({"place-until_3": today.isoformat()}, {"place-max_age_2": "3"}):
        assert client.post(address, {**sent, **wrong}).status_code == 422
    for _press in range(2):
        assert client.post(address, sent).status_code == 302
    written = [(a.municipality_id, a.police_unit_id, a.valid_from) for a in row.coverage.all()]
    assert written == [("GM0518", None, None), (None, "LB", later), ("GM0546", None, today)], (
        "what stays the same is not written anew, also at the second press"
    )

    def found(place: str, band: str, on: date) -> list[tuple]:
        return [one.ages for one in find(municipality(place), Wanted(age=band), on=on)]

    assert found("GM0518", "YOUNG", today) == [((None, 22),)]
    assert found("GM0518", "ADULT", today) == []
    assert found("GM0935", "", today) == [], "Maastricht is for later"
    assert found("GM0935", "ADULT", later) == [((23, None),)]
    assert found("GM0546", "ADULT", later - timedelta(days=1)) == [((None, None),)]
    assert found("GM0546", "", later) == []
    shown = client.get(address).text
    assert "Limburg: 23 jaar of ouder, vanaf" in shown
    assert f'value="{later.isoformat()}"' in shown, "what is planned can be changed"
    gone = {name: value for name, value in sent.items() if not name.endswith(("_2", "_3"))}
    client.post(address, gone)
    history = client.get(address).text
    assert "ingetrokken voordat het op" in history
    assert "Helpt hier niet meer" in history
    assert found("GM0935", "ADULT", later) == []
    past = {**sent, "place-on": (today - timedelta(days=1)).isoformat()}
    assert client.post(address, past).status_code == 422


def test_two_people_do_not_write_over_each_other_and_a_press_counts_once(
    mine: Organisation,
) -> None:
    row = add(name="Punt", organisation=mine)
    client, address, first = adviser(mine), f"/entries/{row.uid}/", row.versions.get().pk
    mine_first = {**says(row, phone="085-000 00 01"), "seen": str(first)}
    theirs = {**says(row, name="Punt Anders"), "seen": str(first)}
    for _press in range(2):
        assert client.post(address, mine_first).status_code == 302
    answer = client.post(address, theirs)
    assert answer.status_code == 422
    assert "Iemand anders heeft dit intussen veranderd" in answer.text
    assert "085-000 00 01" in answer.text, "what they changed stands below"
    newest = re.search(r'name="seen" value="(\d+)"', answer.text)[1]
    assert client.post(address, {**theirs, "seen": newest}).status_code == 302
    assert row.versions.count() == 3
    other, today = add(name="Punt Waarnemer"), timezone.localdate()
    until = today + timedelta(days=9)
    for _press in range(2):
        stand_in(by=BY, listing=row, deputy=other, since=today, until=until)
    assert Deputy.objects.count() == 1
    new = {"kind": "YOUTH", "name": "Jong Nieuw", "on": today.isoformat()}
    statuses = [
        editor_again.post("/entries/new/", new).status_code for editor_again in [editor()] * 2
    ]
    assert statuses == [302, 422]
