"""A reporter: sends a minimal report, gets a number, and sees the own organisation's reports only."""

import pytest
from playwright.sync_api import Page, expect

from schakel.foundation.terms.numbers import read_number
from tests.journeys.reporting import next_button, send_report, write_report
from tests.visitors import address, sign_in, somebody

pytestmark = pytest.mark.browser


def _send(page: Page, reference: str) -> str:
    number = send_report(page, reference)
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
    other = somebody(browser, served, "shelter")
    answer = other.goto(address("intake:detail", number))
    assert answer.status == 404
    other.goto(address("intake:own"))
    expect(other.locator("main")).not_to_contain_text(number)
    other.context.close()


def test_a_forgotten_field_is_named_at_the_top_and_beside_the_field(page: Page) -> None:
    sign_in(page, "reporter")
    page.goto(address("intake:new"))
    next_button(page).click()
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


def test_back_in_the_browser_finds_the_receipt_and_no_second_report(page: Page) -> None:
    sign_in(page, "reporter")
    number = _send(page, "JOURNEY-4")
    page.go_back()
    page.reload()
    page.wait_for_url(f"**{address('intake:detail', number)}")
    page.goto(address("intake:own"))
    expect(page.get_by_role("cell", name="JOURNEY-4", exact=True)).to_have_count(1)


def test_a_draft_waits_for_its_writer_and_loses_nothing(page: Page) -> None:
    sign_in(page, "reporter")
    write_report(page, "JOURNEY-5")
    page.locator("main a[href*='/person/']").click()
    page.locator("[name=surname]").fill("Zonnebloem")
    page.locator("button[name=to][value=stop]").click()
    page.wait_for_url(f"**{address('intake:own')}")
    page.get_by_role("link", name="Verder met JOURNEY-5").click()
    expect(page.locator("[name=surname]")).to_have_value("Zonnebloem")


def test_a_service_number_is_refused_and_a_telephone_number_pointed_out(page: Page) -> None:
    sign_in(page, "reporter")
    write_report(page, "JOURNEY-6")
    page.locator("main a[href*='/procedures/']").click()
    note = page.locator("[name=note]")
    note.fill("BSN 123.456.782")
    next_button(page).click()
    expect(note).to_have_attribute("aria-invalid", "true")
    note.fill("Bel 06-12345678")
    next_button(page).click()
    page.wait_for_url("**/check/")
    expect(page.locator("main")).to_contain_text("telefoonnummer")
    page.locator("main form[action$='/send/'] button:not([formaction])").click()
    page.wait_for_url(lambda url: "/M-" in url)
