"""Somebody without a login: finds help and figures, in either language, and can leave at once."""

import csv
import io

import pytest
from playwright.sync_api import Page, expect

from tests.visitors import address

pytestmark = pytest.mark.browser

COUNTS_TOO_SMALL = {"1", "2", "3", "4"}


def test_from_the_start_page_to_a_figure_and_its_file(page: Page) -> None:
    page.goto(address("public:start"))
    page.get_by_role("navigation").get_by_role("link", name="Cijfers").click()
    page.locator(f"main a[href^='{address('figures:index')}']").first.click()
    expect(page.locator("main table").first).to_be_visible()
    assert page.locator("main svg, main img").count() >= 1, "a table without its chart"
    shown = {cell.strip() for cell in page.locator("main table td").all_inner_texts()}
    assert not shown & COUNTS_TOO_SMALL
    with page.expect_download() as waiting:
        page.locator("main a[href*='csv']").first.click()
    rows = list(csv.reader(io.StringIO(waiting.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) > 1
    assert not {cell for row in rows for cell in row} & COUNTS_TOO_SMALL


def test_a_page_in_the_other_language(page: Page) -> None:
    page.goto(address("public:rights"))
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"**{address('public:rights', language='en')}")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Nederlands").click()
    page.wait_for_url(f"**{address('public:rights')}")
    assert page.locator("html").get_attribute("lang") == "nl"


@pytest.mark.parametrize("way", ["click", "escape"])
def test_leaving_at_once(page: Page, served: object, way: str) -> None:
    """Elsewhere, and the back button does not bring the page back."""
    elsewhere = page.context
    elsewhere.route(
        lambda url: not url.startswith(served.address),
        lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>weather</h1>"),
    )
    page.goto(address("public:rights"))
    if way == "click":
        page.locator("[data-quick-exit]").click()
    else:
        for _press in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url(lambda url: not url.startswith(served.address))
    page.go_back()
    assert address("public:rights") not in page.url


def test_the_register_is_closed(page: Page) -> None:
    for name in ("home", "intake:own", "persons:persons", "audit:log", "accounts:users"):
        page.goto(address(name))
        assert address("account_login") in page.url, name
