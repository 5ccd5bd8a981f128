"""What anybody sees: only released numbers, the same everywhere, and nothing finer can be asked."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from schakel.foundation.geography.queries import inhabitants
from schakel.knowledge.figures import queries
from schakel.knowledge.figures.actions import withdraw
from schakel.knowledge.figures.choices import Chapter
from schakel.knowledge.figures.content import ALL
from schakel.knowledge.figures.fixed import TABLES
from schakel.knowledge.figures.tests.cubes import DIMENSIONS, SYSTEM, YEARS, published

pytestmark = pytest.mark.django_db
NOTE = {"nl": "Fout in de telling.", "en": "Counted wrongly."}
CHOICE = {"unit": "PERSONS", "rows": "reporter", "columns": "sex", "only": "age:MINOR"}


def at(name, *arguments):
    return reverse(f"figures:{name}", args=arguments)


def page(client, address, status=200, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == status, address
    return answer.content.decode()


def numbers(html):
    """The plain numbers in the cells of the tables on a page, in order."""
    cells = re.findall(r'<td class="numeric">([^<]*)</td>', html)
    return [int(cell.replace(".", "")) for cell in cells if re.fullmatch(r"[\d.]+", cell)]


@pytest.fixture
def figures():
    return published(dimensions=DIMENSIONS, groups=40)


def test_without_a_release_the_pages_say_so(client):
    assert "Er zijn nog geen cijfers gepubliceerd" in page(client, at("index"))
    for name in ("explained", "versions", "open-data"):
        page(client, at(name))
    page(client, at("table", "regions"), 404)
    page(client, at("choose"), 404)


def test_everything_opens_without_signing_in_and_without_a_cookie(client, figures):
    addresses = [at("index"), at("explained"), at("versions"), at("open-data"), at("choose")]
    addresses += [
        at("table", slug) for slug, one in TABLES.items() if one.chapter == Chapter.REGISTER
    ] + ["/en/figures/", "/en/figures/regions/"]
    addresses += [at("catalogue-ttl"), at("cube", 1, "2024", "csv"), "/api/v1/figures/regions"]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not answer.cookies, address
        assert "Cookie" not in answer.get("Vary", ""), address
        assert "no-store" not in answer.get("Cache-Control", ""), address
        if "html" in answer["Content-Type"]:
            html = answer.content.decode()
            assert " style=" not in html
            assert not re.search(r"<script(?![^>]* src=)", html)


@pytest.mark.parametrize(
    "slug", ["reports-by-reporter", "reporters-and-age", "regions", "young-people"]
)
def test_page_file_and_programme_show_the_same_numbers(client, figures, slug):
    text = page(client, at("csv", slug)).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    in_file = [int(row["value"]) for row in rows]
    assert numbers(page(client, at("table", slug))) == in_file
    by_api = client.get(f"/api/v1/figures/{slug}").json()["cells"]
    assert [cell["value"] for cell in by_api] == in_file
    found = json.loads(page(client, at("json-stat", slug)))
    sets = found["link"]["item"] if found["class"] == "collection" else [found]
    counted = [one for one in sets if "derived" not in one["extension"]]
    assert [value for one in counted for value in one["value"]] == in_file
    book = load_workbook(io.BytesIO(client.get(at("xlsx", slug)).content))
    in_book = [
        cell
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows(min_row=4, min_col=2, values_only=True)
        for cell, head in zip(row, [cell.value for cell in sheet[3]][1:], strict=True)
        if "(afgeleid)" not in head
    ]
    assert in_book == in_file
    plain = [row for row in rows if row["column"] in ("", ALL) and not row["only"]]
    assert plain or slug == "young-people"
    for row in plain:
        where = {} if row["row"] == ALL else {row["row_dimension"]: row["row"]}
        assert queries.count(row["period"], row["counts"], where) == int(row["value"])


def test_rates_are_worked_out_from_the_released_counts_and_marked(client, figures):
    """None where nobody lives or of fewer than 20: a rounded number that small says nothing."""
    people, counted_on = inhabitants()
    text = page(client, at("csv", "regions")).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    rated = [row for row in rows if row["part"] in ("map", "persons")]
    for row in rated:
        living = sum(people.values()) if row["row"] == ALL else people.get(row["row"], 0)
        assert row["inhabitants"] == (str(living) if living else "")
        assert row["inhabitants_on"] == (counted_on.isoformat() if living else "")
        count = int(row["value"])
        shown = living and count >= 20
        rate = str(round(100_000 * count / living, 1)) if shown else ""
        assert row["derived_per_100000_inhabitants"] == rate
    assert {bool(row["derived_per_100000_inhabitants"]) for row in rated} == {True, False}
    sets = json.loads(page(client, at("json-stat", "regions")))["link"]["item"]
    derived = [value for one in sets if one["extension"].get("derived") for value in one["value"]]
    in_file = [row["derived_per_100000_inhabitants"] for row in rated]
    assert ["" if value is None else str(value) for value in derived] == in_file
    book = load_workbook(io.BytesIO(client.get(at("xlsx", "regions")).content))
    heads = [cell.value for sheet in book.worksheets[1:] for cell in sheet[3] if cell.value]
    assert sum("inwoners (afgeleid)" in head for head in heads) == 1 + len(YEARS)
    html = page(client, at("table", "regions"))
    written = next(row for row in rated if row["row"] == ALL)["derived_per_100000_inhabitants"]
    assert f'<td class="numeric">{written.replace(".", ",")}</td>' in html
    assert "1 januari 2022" in html


def test_the_five_columns_of_minors_and_adults_add_up(client, figures):
    for row in page(client, at("csv", "reporters-and-age")).splitlines()[1:]:
        assert ";" in row
    cells = client.get("/api/v1/figures/reporters-and-age").json()["cells"]
    by_kind = {}
    for cell in cells:
        by_kind.setdefault(cell["kind"], {})[cell["column"]] = cell["value"]
    for columns in by_kind.values():
        assert sum(value for name, value in columns.items() if name != "TOTAL") == columns["TOTAL"]
    assert len(by_kind["TOTAL"]) == 6


def test_json_stat_has_the_shape_of_the_standard(client, figures):
    """JSON-stat 2.0: id and size go together, values row by row, every category with its label."""
    for slug in ("age-and-sex", "by-year"):
        found = json.loads(page(client, at("json-stat", slug, figures.version)))
        assert (found["version"], found["class"]) == ("2.0", "dataset")
        assert set(found["id"]) == set(found["dimension"])
        expected = 1
        for name, size in zip(found["id"], found["size"], strict=True):
            category = found["dimension"][name]["category"]
            assert len(category["index"]) == size == len(category["label"])
            for parent, parts in category.get("child", {}).items():
                assert {parent, *parts} <= set(category["index"])
            expected *= size
        assert len(found["value"]) == expected
        assert set(found["role"]["time"] + found["role"]["metric"]) <= set(found["id"])


def test_a_table_of_ones_own_is_a_table_of_the_lattice(client, figures):
    html = page(client, at("choose"), **CHOICE, years=["2023", "2024"])
    table = [
        queries.count(year, "PERSONS", {"age": "MINOR"} | rest)
        for year in ("2023", "2024")
        for rest in _cells("reporter", "sex")
    ]
    assert numbers(html) == table
    assert "Leeftijd: Minderjarig" in html
    permalink = re.search(r'href="([^"]*/choose/1/[?][^"]*)"', html).group(1).replace("&amp;", "&")
    assert numbers(page(client, permalink)) == table


def test_rates_of_ones_own_table_come_from_released_counts_and_known_inhabitants(client, figures):
    people, _day = inhabitants()
    country = sum(people.values())
    asked = {"unit": "REPORTS", "columns": "period", "years": "2024", "rates": "on"}

    def rated(rows, **more):
        text = client.get(at("csv", "choose"), {**asked, "rows": rows, **more}).content.decode()
        return {
            one["row"]: (int(one["value"]), one["derived_per_100000_inhabitants"])
            for one in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
        }

    def right(found, living):
        assert found
        for code, (count, rate) in found.items():
            of = living(code)
            shown = of and count >= 20
            assert rate == (str(round(100_000 * count / of, 1)) if shown else ""), code

    right(rated("region"), lambda code: country if code == ALL else people.get(code))
    right(rated("reporter"), lambda _code: country)
    right(rated("reporter", only="region:RT"), lambda _code: people["RT"])
    right(rated("sex"), lambda code: country if code == ALL else None)
    right(rated("reporter", only="sex:FEMALE"), lambda _code: None)
    assert "100.000 inwoners" in page(client, at("choose"), **asked, rows="region")
    datasets = client.get(at("json-stat", "choose"), {**asked, "rows": "region"}).json()["link"][
        "item"
    ]
    assert [one["extension"].get("derived") for one in datasets] == [None, True]
    cells = client.get("/api/v1/figures/regions").json()["cells"]
    given = [one for one in cells if one["per_100000_inhabitants"] is not None]
    assert given
    assert min(one["value"] for one in given) >= 20


def _cells(down, across):
    dimensions = {one.code: one for one in DIMENSIONS}
    for row in [*dimensions[down].categories, None]:
        for column in [*dimensions[across].categories, None]:
            yield ({down: row.code} if row else {}) | ({across: column.code} if column else {})


WRONG = [
    {"rows": "reporter,sex"},
    {"rows": ["reporter", "sex"]},
    {"columns": "reporter"},
    {"only": "age:MINOR|ADULT"},
    {"only": ["age:MINOR", "age:ADULT"]},
    {"and": "nationality:NL"},
    {"unit": "CASES"},
    {"years": "2030"},
    {"years": []},
    {"group": "POLICE"},
]


@pytest.mark.parametrize("change", WRONG, ids=str)
def test_unions_finer_tables_and_free_filters_are_refused(client, figures, change):
    """S3: no route gives an average something to average."""
    asked = {**CHOICE, "years": ["2024"], **change}
    html = page(client, at("choose"), 400, **asked)
    assert not numbers(html)
    for name in ("csv", "xlsx", "json-stat"):
        page(client, at(name, "choose"), 404, **asked)
    page(client, at("chart", "choose", 1, "in-2024"), 404, **asked)


def test_what_is_not_there_answers_the_same_whatever_was_counted(client, figures):
    """S9: an error page tells nothing about the counts behind it."""
    asked = {**CHOICE, "years": "2024", "only": "age:NOBODY"}
    answers = {page(client, at("csv", "choose"), 404, **asked)}
    answers.add(page(client, at("csv", "regions"), 404, year="1999"))
    published(2, dimensions=DIMENSIONS, revision=True)
    answers.add(page(client, at("csv", "choose"), 404, **asked))
    assert len({re.sub(r'href="[^"]*"', "", html) for html in answers}) == 1


def test_an_address_with_a_version_keeps_its_numbers(client, figures):
    pinned = at("table", "forms", figures.version)
    before, tag = numbers(page(client, pinned)), client.get(pinned)["ETag"]
    published(2, periods=YEARS[-1:], dimensions=DIMENSIONS, revision=True)
    html = page(client, pinned)
    assert numbers(html) == before
    assert "Dit is een oudere versie" in html
    assert client.get(pinned)["ETag"] != tag  # it says that it is old now
    assert numbers(page(client, at("table", "forms"))) != before
    page(client, at("table", "forms", 9), 404)


def test_an_unchanged_page_is_not_sent_twice(client, figures):
    first = client.get(at("table", "forms"))
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get(at("table", "forms"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_withdrawn_figures_give_their_note_instead_of_numbers(client, figures):
    chart = at("chart", "regions", 1, "map")
    page(client, chart)
    withdraw(by=SYSTEM, release_number=figures.release_number, note=NOTE)
    addresses = [at("table", "regions", 1), at("table", "regions"), at("csv", "regions", 1)]
    addresses += [chart, at("embed", "regions", 1, "map"), at("cube", 1, "2024", "parquet")]
    addresses += [at("json-stat", "choose", 1), at("xlsx", "regions")]
    for address in addresses:
        html = page(client, address, 410)
        assert NOTE["nl"] in html
        assert not numbers(html)
    assert NOTE["en"] in page(client, f"/en{at('table', 'regions', 1)}", 410)
    problem = client.get("/api/v1/figures/regions?version=1")
    assert (problem.status_code, problem.json()["detail"]) == (410, NOTE["nl"])
    assert NOTE["nl"] in page(client, at("versions"))
    page(client, at("index"))


def test_one_withdrawn_year_is_missing_and_says_why(client, figures):
    second = published(2, periods=["2025"], dimensions=DIMENSIONS)
    withdraw(by=SYSTEM, release_number=second.release_number, note=NOTE)
    html = page(client, at("table", "by-year"))
    assert NOTE["nl"] in html
    assert "De cijfers van 2025 zijn ingetrokken" in html
    page(client, at("table", "regions"), 404, year="2025")


def test_a_share_is_withheld_by_a_fixed_rule(client):
    published(periods=["2023", "2024"], groups=3)
    html = page(client, at("table", "forms"), year="2024")
    cells = re.findall(r'<td class="numeric">([^<]*)</td>', html)
    pairs = [(cells[at], cells[at + 1]) for at in range(0, len(cells), 2)]
    totals = dict(zip(("2023", "2024"), pairs[-2:], strict=True))
    for index, (count, share) in enumerate(pairs[:-2]):
        total = int(totals[("2023", "2024")[index % 2]][0])
        shown = total >= 100 and int(count) >= 10
        assert share == (f"{round(100 * int(count) / total)}%" if shown else "–")


def test_a_chart_may_stand_on_the_page_of_anybody_and_nothing_else_may(client, figures):
    framed = client.get(at("embed", "regions", 1, "map"))
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    assert "<script" not in framed.content.decode()
    assert not framed.cookies
    other = client.get(at("table", "regions"))
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
    assert "&lt;iframe src=" in other.content.decode()
    page(client, at("embed", "regions", 1, "by-reporter"), 404)


def test_whole_cubes_are_what_was_published(client, figures):
    row = queries.period_cube("2024")
    parquet = client.get(at("cube", 1, "2024", "parquet"))
    assert parquet.content == bytes(row.parquet)
    text = page(client, at("cube", 1, "2024", "csv")).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == row.cell_count
    for one in rows[::500]:
        count, unit = int(one.pop("count")), one.pop("unit")
        assert queries.count("2024", unit, one) == count
    for wrong in (at("cube", 1, "1999", "csv"), at("cube", 1, "2024", "exe")):
        page(client, wrong, 404)


def test_a_page_takes_a_bounded_number_of_queries(client, figures, django_assert_max_num_queries):
    published(2, periods=["2025", "2026"], dimensions=DIMENSIONS)
    for address in (at("index"), at("table", "regions"), at("table", "reports-by-reporter")):
        client.get(address)
        with django_assert_max_num_queries(8):
            client.get(address)
