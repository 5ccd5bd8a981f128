"""The directory for other directories: HSDS 3.0 as a file and as an interface."""

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import jsonschema_rs
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from schakel.network.directory.actions import (
    change_listing,
    note_checked,
    place_listing,
    stand_in,
)
from schakel.network.directory.demo import create_demo_listings
from schakel.network.directory.models import Coverage, Listing
from schakel.network.directory.referral import organization_id
from schakel.network.directory.remembering import renew
from schakel.network.directory.tests import hsds
from schakel.network.directory.tests.scene import BY, add

pytestmark = pytest.mark.django_db
URL = "/help/open-referral/services"


def valid(found: Any, schema: dict[str, Any]) -> Any:
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(found)
    return found


def test_the_whole_demo_is_valid_as_a_file_and_page_by_page(
    client: Client, tmp_path: Path, django_assert_max_num_queries
) -> None:
    create_demo_listings(Random(1))
    call_command("export_directory", out=tmp_path / "d.json")
    written = valid(json.loads((tmp_path / "d.json").read_text("utf-8")), hsds.SERVICES)
    assert len(written) == Listing.objects.count()
    assert len({one["id"] for one in written}) == len(written)
    assert all("verzonnen" in one["alert"] for one in written)
    with django_assert_max_num_queries(6):
        first = valid(
            client.get(URL, {"full": "true", "per_page": "60"}).json(), hsds.page(hsds.SERVICE)
        )
    pages = [
        client.get(URL, {"full": "true", "per_page": "60", "page": str(n + 1)}).json()["contents"]
        for n in range(first["total_pages"])
    ]
    assert [one for page in pages for one in page] == written


def test_one_service_with_all_that_belongs_to_it(client: Client) -> None:
    row = add(
        {"municipality_id": "GM0518", "min_age": 23},
        name="Punt",
        kind="CARE_COORDINATION",
        phone="085-000 00 01",
        hours="MO-FR 09:00-17:00; SA 00:00-24:00",
        languages="nl pl",
        forms="LABOUR",
        last_checked=date(2026, 1, 2),
    )
    found = valid(client.get(f"/en{URL}/{row.uid}").json(), hsds.SERVICE)
    offset = timezone.localtime().isoformat()[-6:]
    assert found["minimum_age"] == 23
    assert "maximum_age" not in found
    assert found["assured_date"] == "2026-01-02"
    assert [(one["byday"], one["closes_at"]) for one in found["schedules"]] == [
        ("SA", f"23:59{offset}"),
        ("MO,TU,WE,TH,FR", f"17:00{offset}"),
    ]
    (area,) = found["service_areas"]
    assert area["name"] == "Den Haag ('s-Gravenhage)"
    assert [one["name"] for one in found["languages"]] == ["Dutch", "Polish"]
    terms = [one["taxonomy_term"]["code"] for one in found["attributes"]]
    assert terms == ["CARE_COORDINATION", "LABOUR"]
    again = client.get(f"/en{URL}/{row.uid}")
    assert again.json() == found, "identifiers stay"
    assert again["Access-Control-Allow-Origin"] == "*"


def test_only_what_is_public_and_what_was_asked(client: Client) -> None:
    hidden = add(name="Verborgen", is_public=False)
    care, other = add(name="Punt Zorg", kind="CARE_COORDINATION"), add(name="Punt Ander")
    assert client.get(f"{URL}/{hidden.uid}").status_code == 404
    assert client.get(f"{URL}?search=verborgen").json()["empty"]
    listed = valid(client.get(URL).json(), hsds.page(hsds.SINGLE))
    assert [one["name"] for one in listed["contents"]] == ["Punt Zorg", "Punt Ander"]
    assert "attributes" not in listed["contents"][0], "a list holds what there is one of"
    full = client.get(f"{URL}/{care.uid}").json()
    asked = {"taxonomy_term_id": full["attributes"][0]["taxonomy_term_id"]}
    assert client.get(URL, asked).json()["total_items"] == 1
    mine = {"organization_id": full["organization_id"]}
    assert client.get(URL, mine).json()["contents"][0]["id"] == str(care.uid)
    assert client.get(URL, {"per_page": "1", "page": "2"}).json()["contents"][0]["id"] == str(
        other.uid
    )
    for odd in ("?per_page=0", "?per_page=x", "?page=x", "?per_page=99999999"):
        assert client.get(f"{URL}{odd}").status_code == 200


def test_an_earlier_day_and_a_holiday(capsys: pytest.CaptureFixture[str]) -> None:
    row, other = add(name="Oud"), add(name="Ander", phone="085-000 00 02")
    change_listing(by=BY, listing=row, on=date(2026, 3, 1), name="Nieuw")
    stand_in(by=BY, listing=row, deputy=other, since=date(2026, 7, 1), until=date(2026, 8, 1))

    def on(day: str) -> dict[str, Any]:
        call_command("export_directory", on=date.fromisoformat(day), language="en")
        return json.loads(capsys.readouterr().out)[0]

    assert (on("2026-02-28")["name"], on("2026-03-01")["name"]) == ("Oud", "Nieuw")
    away = on("2026-07-31")
    assert away["status"] == "temporarily closed"
    assert "2026-08-01; instead: Ander 085-000 00 02" in away["alert"]
    assert on("2026-08-01")["status"] == "active"


def test_what_is_spoken_here_and_an_empty_directory(client: Client) -> None:
    assert client.get("/help/open-referral/").json()["version"] == "3.0"
    assert valid(client.get(URL).json(), hsds.page(hsds.SINGLE))["total_items"] == 0


def test_who_helps_two_ages_in_two_regions_gives_two_services(client: Client) -> None:
    younger = {"municipality_id": "GM0518", "max_age": 22}
    older = {"police_unit_id": "LB", "min_age": 23}
    row = add(younger, {**younger, "municipality_id": "GM0546"}, older, name="Punt Twee")
    first, second = valid(client.get(URL, {"full": "true"}).json(), hsds.page(hsds.SERVICE))[
        "contents"
    ]
    assert first["id"] == str(row.uid), "what other directories know it by stays"
    assert "minimum_age" not in first
    assert first["maximum_age"] == 22
    assert [one["name"] for one in first["service_areas"]][1:] == ["Leiden"]
    assert (second["minimum_age"], len(second["service_areas"])) == (23, 1)
    assert first["organization"] == second["organization"]
    assert client.get(f"{URL}/{second['id']}").json() == second
    place_listing(by=BY, listing=row, on=timezone.localdate(), areas=[older])
    (left,) = client.get(URL, {"full": "true"}).json()["contents"]
    assert (left["id"], left["minimum_age"]) == (str(row.uid), 23)


def test_a_harvester_asks_for_what_changed_and_reads_it_in_one_go(client: Client) -> None:
    old, new = add(name="Punt Oud"), add(name="Punt Nieuw")
    begins = timezone.localdate() - timedelta(days=3)
    long_ago = timezone.now() - timedelta(days=30)
    Listing.objects.update(changed_at=long_ago)
    change_listing(by=BY, listing=new, phone="085-000 00 01")
    listed = valid(
        client.get(URL, {"minimal": "true", "per_page": "1"}).json(), hsds.page(hsds.MINIMAL)
    )
    assert listed["total_pages"] == 1
    (first, second) = listed["contents"]
    assert (first["id"], second["id"]) == (str(old.uid), str(new.uid))
    asked = {"modified_after": second["modified_date"]}
    assert [one["name"] for one in client.get(URL, asked).json()["contents"]] == ["Punt Nieuw"]
    by_hand = client.get(f"{URL}?modified_after={second['modified_date']}")
    assert by_hand.json()["total_items"] == 1, "a plus that nobody escaped"
    Coverage.objects.filter(listing=old).update(valid_from=begins)
    note_checked(by=BY, listing=new)
    Listing.objects.update(changed_at=long_ago)
    renew()
    since = client.get(URL, {"modified_after": begins.isoformat()}).json()
    assert "Punt Oud" in [one["name"] for one in since["contents"]], "what was planned began"
    assert client.get(URL, {"modified_after": "gisteren"}).status_code == 400
    lines = client.get(URL, {"format": "ndjson", "per_page": "1"}).content.decode().splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["Punt Oud", "Punt Nieuw"]
    behind = client.get(URL, {"page": "9"}).json()
    assert (behind["empty"], behind["last_page"], behind["contents"]) == (True, True, [])


def test_organizations_and_taxonomies(client: Client) -> None:
    row = add(name="Punt", kind="CARE_COORDINATION", forms="LABOUR")
    base = URL.removesuffix("services")
    (one,) = valid(client.get(f"{base}organizations").json(), hsds.page(hsds.ORGANIZATION))[
        "contents"
    ]
    assert one["id"] == organization_id(row)
    asked = {"full_service": "true"}
    valid(client.get(f"{base}organizations/{one['id']}").json(), hsds.NESTED)
    full = valid(client.get(f"{base}organizations/{one['id']}", asked).json(), hsds.FULL)
    assert full["services"] == [client.get(f"{URL}/{row.uid}").json()]
    valid(client.get(f"{base}organizations", asked).json(), hsds.page(hsds.FULL))
    assert client.get(f"{base}organizations?full=true").json()["contents"][0]["services"]
    assert client.get(f"{base}organizations/{row.uid}").status_code == 404
    lists = valid(client.get(f"{base}taxonomies").json(), hsds.page(hsds.TAXONOMY))["contents"]
    assert client.get(f"{base}taxonomies/{lists[0]['id']}").json() == lists[0]
    for each in lists:
        assert client.get(URL, {"taxonomy_id": each["id"]}).json()["total_items"] == 1
        terms = client.get(f"{base}taxonomy_terms", {"taxonomy_id": each["id"]}).json()
        valid(terms, hsds.page(hsds.TERM))
        first = terms["contents"][0]
        assert client.get(f"{base}taxonomy_terms/{first['id']}").json() == first
    assert client.get(f"{base}taxonomy_terms?parent_id={row.uid}").json()["empty"]
