"""Signing in: for everybody, with a keyboard alone, and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from schakel.foundation.accounts.choices import STAFF_ROLES
from schakel.foundation.accounts.demo import DEMO_PASSWORD
from tests.demo import Demo
from tests.visitors import EMAIL, Visitors, address, sign_in

pytestmark = pytest.mark.browser

MOST_STEPS = 40


def _tab_to(page: Page, name: str) -> None:
    """Walk on with the Tab key until the field `name` has the focus, as somebody without a mouse does."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.name") == name:
            return
    pytest.fail(f"the field {name} cannot be reached with the keyboard")


@pytest.mark.parametrize("role", EMAIL)
def test_everybody_lands_on_a_page_with_something_to_do(visitors: Visitors, role: str) -> None:
    page = visitors.first_page(role)
    first = address("desk") if role in STAFF_ROLES else address("home")
    assert page.url.endswith(first)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.locator("main a[href]").count() >= 1, "nothing to do"
    assert page.get_by_role("navigation").get_by_role("link").count() >= 1


def test_signing_in_with_a_keyboard_alone(page: Page) -> None:
    page.goto(address("home"))
    _tab_to(page, "login")
    page.keyboard.type(EMAIL["registrar"])
    _tab_to(page, "password")
    page.keyboard.type(DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address('desk')}")
    # The first thing that the Tab key reaches leads past the menu.
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == "#main"


def test_signing_in_without_javascript(browser: Browser, served: Demo) -> None:
    context = browser.new_context(
        base_url=served.address, locale="nl-NL", java_script_enabled=False
    )
    page = context.new_page()
    sign_in(page, "reporter")
    page.goto(address("intake:own"))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    context.close()


def test_a_wrong_password_is_refused_without_saying_which_was_wrong(page: Page) -> None:
    page.goto(address("account_login"))
    page.locator("#id_login").fill("nobody@example.org")
    page.locator("#id_password").fill("not the password")
    page.locator("#id_password").press("Enter")
    expect(page.get_by_role("alert").first).to_be_visible()
    unknown = page.get_by_role("alert").first.inner_text()
    page.locator("#id_login").fill(EMAIL["editor"])
    page.locator("#id_password").fill("not the password")
    page.locator("#id_password").press("Enter")
    expect(page.locator("#id_login")).to_have_value(EMAIL["editor"])
    assert page.get_by_role("alert").first.inner_text() == unknown


def test_signing_out_closes_the_pages(page: Page) -> None:
    sign_in(page, "reporter")
    page.locator(f"form[action='{address('account_logout')}'] button").first.click()
    page.wait_for_load_state()
    page.goto(address("home"))
    assert address("account_login") in page.url
