"""An analyst estimates the public Dutch six lists in the browser, from a file to a number with warnings."""

import pytest
from playwright.sync_api import Page, expect

from schakel.insight.estimation.demo import table
from tests.visitors import address, sign_in

pytestmark = pytest.mark.browser
# Hundreds of models are chosen, on a machine that may be busy.
_LONG = 120_000


def test_an_analyst_estimates_six_lists(page: Page) -> None:
    sign_in(page, "analyst")
    page.goto(address("estimation:new"))
    page.get_by_label("Titel").fill("Zes lijsten")
    page.get_by_label("Een eigen bestand").check()
    file = {"name": "zes.csv", "mimeType": "text/csv", "buffer": table().encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Deze lijsten vastleggen").click()
    expect(page.locator("main")).to_contain_text("432 van 8.234 mensen")
    page.get_by_label("Trekkingen van de bootstrap").fill("500")
    page.get_by_role("button", name="Met deze keuzes beginnen").click()
    # It goes on by itself, part by part.
    page.get_by_role("button", name="Berekenen").click()
    expect(page.locator("#verdict")).to_be_visible(timeout=_LONG)
    expect(page.locator("main")).to_contain_text("111.139")
    expect(page.locator("main")).to_contain_text("schelen meer dan een factor twee")
