"""The public page with municipalities, as a visitor meets it."""

import csv
from html.parser import HTMLParser
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from schakel.foundation.geography import queries
from schakel.foundation.geography.actions import load_boundaries
from schakel.foundation.geography.tests.test_boundaries import country

pytestmark = pytest.mark.django_db
URL = "/municipalities/"


class Words(HTMLParser):
    """The text of a page, and its inline styles and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.inline = [], []

    def handle_starttag(self, tag, attrs) -> None:
        names = dict(attrs)
        if "style" in names or tag == "style" or (tag == "script" and "src" not in names):
            self.inline.append((tag, names))

    def handle_data(self, data) -> None:
        self.words.append(data.strip())


def page(client: Client, query: str = "", prefix: str = "") -> tuple[str, Words]:
    response = client.get(f"{prefix}{URL}{query}")
    assert response.status_code == 200
    html = response.content.decode()
    words = Words()
    words.feed(html)
    return html, words


def test_the_addresses_hold() -> None:
    with override("nl"):
        assert reverse("geography:municipalities") == URL


def test_anyone_sees_every_municipality_on_the_map_and_in_the_table(client: Client) -> None:
    html, words = page(client)
    assert html.count("<use ") == 342
    for row in queries.municipalities():
        assert row.display_name in words.words, "in the table"
        assert f"{row.display_name} – {row.police_unit.name}" in words.words, "on the map"
    assert "342 gemeenten" in html
    assert "1 januari 2022" in html


def test_the_page_sets_no_cookie_and_holds_no_inline_style(client: Client) -> None:
    response = client.get(URL)
    assert not response.cookies
    _, words = page(client)
    assert words.inline == []


def test_the_page_asks_the_database_next_to_nothing(
    client: Client, django_assert_max_num_queries
) -> None:
    queries.municipalities(), queries.outlines()
    with django_assert_max_num_queries(2):
        client.get(URL)
    with django_assert_max_num_queries(2):
        client.get(f"{URL}?q=a&by=safety")


@pytest.mark.parametrize(
    ("by", "region"),
    [
        ("police", "Zeeland-West-Brabant"),
        ("safety", "Haaglanden"),
        ("province", "Flevoland"),
        ("x", "Limburg"),
    ],
)
def test_the_map_shows_the_chosen_regions(client: Client, by: str, region: str) -> None:
    html, words = page(client, f"?by={by}")
    assert region in words.words
    assert html.count('aria-current="') >= 1


def test_a_search_finds_and_marks(client: Client) -> None:
    html, words = page(client, "?q=den+h")
    assert "Den Haag" in words.words
    assert "Den Helder" in words.words
    assert html.count("map-found") == 2
    assert "2 gemeenten gevonden" in html
    html, _ = page(client, "?q=the+hague&by=safety", prefix="/en")
    assert "1 municipality found" in html
    assert "Haaglanden" in html


def test_a_search_without_result_says_what_to_do(client: Client) -> None:
    html, _ = page(client, "?q=Nergenshuizen")
    assert "Geen gemeente met die naam" in html
    assert html.count("map-found") == 0


@pytest.mark.parametrize("query", ["?q=" + "a" * 200, "?q=%3Cscript%3E", "?by=&format=x"])
def test_odd_questions_are_answered_calmly(client: Client, query: str) -> None:
    html, _ = page(client, query)
    assert "<script>" not in html


def test_both_languages(client: Client) -> None:
    assert "Gemeenten en regio" in page(client)[0]
    assert "Municipalities and regions" in page(client, prefix="/en")[0]


def test_the_file_holds_the_same_facts(client: Client) -> None:
    response = client.get(f"{URL}?format=csv")
    assert response["Content-Type"].startswith("text/csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert rows[0][:2] == ["code", "naam"]
    assert len(rows) == 343
    assert all(len(row) == len(rows[0]) for row in rows)
    hague = next(row for row in rows if row[0] == "GM0518")
    assert hague[1] == "Den Haag"
    assert hague[7] == "Den Haag"
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]


def test_loaded_outlines_take_the_place_of_tiles(client: Client) -> None:
    load_boundaries(text=country(), year=2023)
    html, _ = page(client)
    assert html.count('class="map-area ') == 342
    assert "Grenzen van 2023" in html
    queries.forget()
