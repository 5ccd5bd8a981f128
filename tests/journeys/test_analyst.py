"""An analyst: looks at the exact table, has it protected, releases it, and everybody can read it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.visitors import address, sign_in

pytestmark = pytest.mark.browser


def test_from_the_table_to_the_public_page(page: Page) -> None:
    sign_in(page, "analyst")
    page.goto(address("analysis:index"))
    page.locator(f"main a[href='{address('analysis:reporters')}']").first.click()
    assert page.locator("main table").count() >= 2, "reports and persons are both counted"

    page.goto(address("disclosure:releases"))
    page.locator(f"main a[href='{address('disclosure:new')}']").first.click()
    page.locator("[name=first_year]").fill("2020")
    page.locator("[name=last_year]").fill("2023")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(rf"{address('disclosure:releases')}R-[^/]+/$"))
    checks = page.locator("main table").first.locator("tbody tr")
    for line in checks.all():
        expect(line.locator("td").first).to_have_text("0")

    final = page.locator("form", has=page.locator("[name=checked]"))
    final.locator("[name=checked]").check()
    if final.locator("[name=reason]").count():
        final.locator("[name=reason]").fill("Andere jaren")
        final.locator("[name=yearly_revision]").check()
    final.locator("button[type=submit]").click()
    page.locator(f"main a[href^='{address('figures:index')}']").first.click()
    table = page.locator("main table").first
    expect(table).to_contain_text("2020")
    expect(table).to_contain_text("2023")
    expect(table).not_to_contain_text("2019")


def test_what_is_released_offers_no_way_to_change_it(page: Page) -> None:
    sign_in(page, "analyst")
    page.goto(address("disclosure:releases"))
    page.locator("main table tbody tr", has_text="gepubliceerd").first.get_by_role("link").click()
    assert page.locator("main form").count() == 0
