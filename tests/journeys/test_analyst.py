"""An analyst looks at exact counts; two disclosure officers make figures public, and one alone cannot."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.visitors import address, sign_in

pytestmark = pytest.mark.browser


def test_an_analyst_looks_at_the_table(page: Page) -> None:
    sign_in(page, "analyst")
    page.goto(address("analysis:index"))
    page.locator(f"main a[href='{address('analysis:reporters')}']").first.click()
    assert page.locator("main table").count() >= 2, "reports and persons are both counted"


def test_from_a_snapshot_to_the_public_page_by_two_officers(
    page: Page, browser: Browser, served: object
) -> None:
    sign_in(page, "disclosure_officer")
    page.goto(address("disclosure:releases"))
    page.locator(f"main a[href='{address('disclosure:new')}']").first.click()
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_url(re.compile(rf"{address('disclosure:releases')}R-[^/]+/$"))
    release = page.url
    page.get_by_role("button", name="Bouw de cijfers").click()
    page.get_by_role("button", name="Voer de aanvallen uit").click()
    page.get_by_role("button", name="Vraag een collega om te ondertekenen").click()
    expect(page.locator("main")).to_contain_text("Een collega moet hiernaar kijken")
    assert page.locator("[name=answer]").count() == 0, "who made it may not sign it"

    colleague = browser.new_context(base_url=served.address, locale="nl-NL").new_page()
    sign_in(colleague, "disclosure_officer", "-2")
    colleague.goto(release)
    for line in colleague.locator("main table").last.locator("tbody tr").all():
        expect(line).not_to_contain_text("niet geslaagd")
    colleague.locator("[name=answer][value=sign]").check()
    colleague.get_by_role("button", name="Geef dit antwoord").click()
    expect(colleague.locator("main")).to_contain_text("ondertekend en gepubliceerd")
    colleague.context.close()
    page.goto(release)
    assert page.locator("main form").count() == 0, "what is published offers no way to change it"
