"""A reporter: sends a minimal report, gets a number, and sees the own organisation's reports only."""

import re

import pytest
from playwright.sync_api import Page, expect

from schakel.foundation.terms.numbers import read_number
from tests.visitors import address, sign_in

pytestmark = pytest.mark.browser


def _send(page: Page, reference: str) -> str:
    """Send the least that is asked; returns the number that the reporter gets."""
    page.goto(address("intake:new"))
    page.locator("[name=reporter_reference]").fill(reference)
    page.locator("main form").last.locator("button[type=submit]").click()
    page.wait_for_url(re.compile(rf"{address('intake:own')}M[^/]+/$"))
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    assert read_number(number) == number
    expect(page.locator("main")).to_contain_text(number)
    return number


def test_a_minimal_report_gets_a_number_and_stands_in_the_list(page: Page) -> None:
    sign_in(page, "reporter")
    number = _send(page, "JOURNEY-1")
    page.goto(address("intake:own"))
    expect(page.locator("main table")).to_contain_text(number)


def test_another_organisation_does_not_find_it(page: Page, browser: object, served: object) -> None:
    sign_in(page, "reporter")
    number = _send(page, "JOURNEY-2")
    other = browser.new_context(base_url=served.address, locale="nl-NL").new_page()
    sign_in(other, "shelter")
    answer = other.goto(address("intake:detail", number))
    assert answer.status == 404
    other.goto(address("intake:own"))
    expect(other.locator("main")).not_to_contain_text(number)
    other.context.close()


def test_a_forgotten_field_is_named_at_the_top_and_beside_the_field(page: Page) -> None:
    sign_in(page, "reporter")
    page.goto(address("intake:new"))
    page.locator("main form").last.locator("button[type=submit]").click()
    field = page.locator("[name=reporter_reference]")
    expect(field).to_have_attribute("aria-invalid", "true")
    summary = page.get_by_role("alert").first
    summary.get_by_role("link").first.click()
    expect(field).to_be_focused()


def test_a_mistake_is_corrected_with_a_new_report(page: Page) -> None:
    sign_in(page, "reporter")
    first = _send(page, "JOURNEY-3")
    page.locator(f"a[href='{address('intake:correct', first)}']").click()
    page.locator("[name=age]").fill("23")
    page.locator("main form").last.locator("button[type=submit]").click()
    page.wait_for_url(lambda url: first not in url)
    second = page.url.rstrip("/").rsplit("/", 1)[1]
    assert second != first
    page.goto(address("intake:detail", first))
    expect(page.locator("main")).to_contain_text(second)
