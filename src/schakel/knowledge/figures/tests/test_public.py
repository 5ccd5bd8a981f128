"""Anybody can read what is released: on the page, as a file, as a chart and by the API."""

import csv
import json
import re
from io import StringIO

import pytest
from django.urls import reverse

from schakel.knowledge.figures.choices import TOTAL
from schakel.knowledge.figures.tests.tables import KINDS, SLUG, published

pytestmark = pytest.mark.django_db
INDEX = reverse("figures:index")
PAGE = reverse("figures:table", args=[SLUG])


def page_of(version):
    return reverse("figures:table", args=[SLUG, version])


def rows_of_file(client, address):
    text = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def numbers_on(page):
    """The numbers in the cells of the page's tables, in order."""
    cells = re.findall(r'<td class="numeric">([^<]*)</td>', page)
    return [int(cell.replace(".", "")) for cell in cells]


def test_without_a_release_the_page_says_so(client):
    response = client.get(INDEX)
    assert "Er zijn nog geen cijfers gepubliceerd" in response.content.decode()
    assert client.get(PAGE).status_code == 404


def test_page_file_and_api_give_the_same_numbers(client):
    values = published().values()
    on_page = numbers_on(client.get(PAGE).content.decode())
    in_file = {
        (row["counts"], row["period"], row["kind"]): int(row["value"])
        for row in rows_of_file(client, reverse("figures:csv", args=[SLUG]))
    }
    answer = client.get(f"/api/v1/figures/{SLUG}").json()
    by_api = {
        (cell["counts"], cell["period"], cell["kind"]): cell["value"] for cell in answer["cells"]
    }
    assert in_file == by_api == values
    periods = ["2019", "2020", "2021", "UNKNOWN", TOTAL]
    kinds = [*(kind.code for kind in KINDS), TOTAL]
    assert on_page == [
        values[(unit, period, kind)]
        for unit in ("reports", "persons")
        for kind in kinds
        for period in periods
    ]


def test_nobody_signs_in_and_no_cookie_is_set(client):
    published()
    addresses = [
        INDEX,
        PAGE,
        page_of(1),
        reverse("figures:csv", args=[SLUG]),
        reverse("figures:csv", args=[SLUG, 1]),
        reverse("figures:chart", args=[SLUG, 1, "overview"]),
        "/api/v1/figures",
        f"/api/v1/figures/{SLUG}",
        "/api/v1/openapi.json",
        "/en/figures/",
    ]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address


def test_the_page_tells_what_a_reader_needs(client):
    published()
    page = client.get(PAGE).content.decode()
    for words in (
        "31 januari 2026",
        "R-TEST-0001",
        "Elke persoon telt.",
        "Afgerond.",
        "Bron.",
        "AVG",
        "corona",
    ):
        assert words in page
    assert "Version 1" in client.get(f"/en{PAGE}").content.decode()
    assert "Invented table" in client.get(f"/en{PAGE}").content.decode()


def test_no_inline_style_or_script_on_the_page(client):
    published()
    page = client.get(PAGE).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]* src=)", page)


def test_an_older_version_can_be_found_and_says_that_it_is_old(client):
    first = published(1)
    published(2, change_note="Later bekend geworden")
    old, new = client.get(page_of(1)).content.decode(), client.get(PAGE).content.decode()
    assert "Dit is een oudere versie" in old
    assert "Dit is een oudere versie" not in new
    assert "Later bekend geworden" in new
    rows = rows_of_file(client, reverse("figures:csv", args=[SLUG, 1]))
    assert {row["version"] for row in rows} == {"1"}
    by_api = client.get(f"/api/v1/figures/{SLUG}?version=1").json()
    assert (by_api["version"], by_api["is_newest"]) == (1, False)
    assert {
        (cell["counts"], cell["period"], cell["kind"]): cell["value"] for cell in by_api["cells"]
    } == first.values()
    assert client.get(page_of(3)).status_code == 404
    assert client.get(f"/api/v1/figures/{SLUG}?version=3").status_code == 404


def test_the_list_names_the_newest_version_only(client):
    published(1)
    published(2)
    assert client.get(INDEX).content.decode().count("card__link") == 1
    listed = client.get("/api/v1/figures").json()
    assert [(row["slug"], row["version"]) for row in listed] == [(SLUG, 2)]


def test_the_chart_is_a_file_in_the_language_of_the_address(client):
    published()
    address = reverse("figures:chart", args=[SLUG, 1, "reports"])
    dutch, english = client.get(address), client.get(f"/en{address}")
    assert dutch["Content-Type"].startswith("image/svg+xml")
    assert "Overige melders" in dutch.content.decode()
    assert "Other reporters" in english.content.decode()
    assert client.get(reverse("figures:chart", args=[SLUG, 1, "pie"])).status_code == 404
    assert client.get(reverse("figures:chart", args=[SLUG, 9, "reports"])).status_code == 404


def test_a_table_of_which_no_year_is_known_has_no_chart_but_numbers(client):
    whole = {
        (unit, period, kind): 20
        for unit in ("reports", "persons")
        for period in ("UNKNOWN", TOTAL)
        for kind in ("POLICE", "OTHER", TOTAL)
    }
    published(periods=("UNKNOWN",), cells=whole)
    page = client.get(PAGE).content.decode()
    assert "chart-figure" not in page
    assert numbers_on(page) == [20] * 12


def test_nothing_can_be_written_and_no_page_of_the_api_loads_scripts(client):
    published()
    for method in (client.post, client.put, client.delete):
        assert method(f"/api/v1/figures/{SLUG}").status_code == 405
    assert client.post(PAGE).status_code == 405
    assert client.get("/api/v1/docs").status_code == 404
    described = json.loads(client.get("/api/v1/openapi.json").content)
    figures = [path for name, path in described["paths"].items() if name.startswith("/figures")]
    assert {method for path in figures for method in path} == {"get"}
    assert client.get("/api/v1/figures")["API-Version"] == described["info"]["version"]


def test_an_address_cannot_ask_for_a_cut_of_the_table(client):
    """No filter, no union of kinds: what is not in the cube cannot be asked."""
    values = published().values()
    plain = client.get(f"/api/v1/figures/{SLUG}").json()["cells"]
    asked = client.get(f"/api/v1/figures/{SLUG}?kind=POLICE&period=2019&group=POLICE,OTHER").json()[
        "cells"
    ]
    assert plain == asked
    assert len(plain) == len(values)


def test_reading_takes_a_bounded_number_of_queries(client, django_assert_max_num_queries):
    for seed in range(1, 5):
        published(seed)
    with django_assert_max_num_queries(8):
        client.get(PAGE)
    with django_assert_max_num_queries(4):
        client.get(INDEX)
    with django_assert_max_num_queries(6):
        client.get(f"/api/v1/figures/{SLUG}")
