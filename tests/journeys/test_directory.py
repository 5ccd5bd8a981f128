"""Who looks for help finds it; who gives it keeps the entry; who calls abroad knows whom."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demo import Demo
from tests.visitors import TIMEOUT_MS, Visitors, address

pytestmark = pytest.mark.browser


def without_script(browser: Browser, served: Demo) -> Page:
    """A small phone that runs no script."""
    context = browser.new_context(
        base_url=served.address,
        locale="nl-NL",
        viewport={"width": 320, "height": 640},
        java_script_enabled=False,
    )
    context.set_default_timeout(TIMEOUT_MS)
    return context.new_page()


def test_help_is_found_on_a_phone_by_keyboard_without_script(
    browser: Browser, served: Demo
) -> None:
    page = without_script(browser, served)
    page.goto(address("directory:index"))
    place = page.get_by_label("Gemeente of plaats")
    place.fill("Nergenshuizen <b>x</b>")
    place.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Wij kennen geen plaats met die naam")
    assert place.input_value() == "Nergenshuizen <b>x</b>"
    place.fill("den haag")
    place.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("helpen in Den Haag")
    assert "municipality=GM0518" in page.url
    assert "haag" not in page.url, "what somebody typed is not kept in an address"
    more = page.locator("summary", has_text="Tijden, talen").first
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details[open] dl").first).to_contain_text("Talen")
    page.get_by_label("Leeftijd").select_option("MINOR")
    page.get_by_role("button", name="Toon wie er helpt").press("Enter")
    assert page.locator("main a[href^='tel:']").count() > 3
    assert "23 jaar of ouder" not in page.locator(".directory-list").first.inner_text()
    page.context.close()


def test_a_care_coordinator_keeps_the_own_entry(visitors: Visitors) -> None:
    page = visitors.context("care_coordinator").new_page()
    page.goto(address("entries:index"))
    page.locator("tbody th a").first.click()
    phone = page.get_by_label("Telefoon")
    phone.fill("085-000 12 12")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("main")).to_contain_text("→ 085-000 12 12")
    page.get_by_role("button", name="Ja, alles klopt nog").click()
    expect(page.locator("main")).to_contain_text("Voor het laatst gecontroleerd op")
    page.goto(address("entries:check", "verlopen"))
    expect(page.locator("h1")).to_have_text("Deze link werkt niet meer")
    page.close()


def test_somebody_calls_a_partner_in_another_country(visitors: Visitors) -> None:
    page = visitors.context("care_coordinator").new_page()
    page.goto(address("entries:partners"))
    page.get_by_label("Land", exact=True).select_option("RO")
    page.get_by_label("Taal", exact=True).select_option("ro")
    page.locator("main form [type=submit]").first.click()
    expect(page.locator("tbody")).to_contain_text("Roemenië")
    page.locator("tbody th a").first.click()
    assert page.locator("main a[href^='tel:']").count() == 1
    expect(page.locator("main")).to_contain_text("Wie wat heeft gewijzigd")
    expect(page.locator("main form")).to_have_count(0)
    page.close()
