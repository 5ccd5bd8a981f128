"""Who decides on access, and who looks over everybody's shoulder."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.visitors import address, sign_in

pytestmark = pytest.mark.browser


def test_an_administrator_adds_a_user_gives_a_role_and_closes_the_account(page: Page) -> None:
    sign_in(page, "administrator")
    page.goto(address("accounts:users"))
    page.locator(f"a[href='{address('accounts:user-new')}']").click()
    page.locator("input[name=name]").fill("Nora Nieuw")
    page.locator("input[name=email]").fill("nora.nieuw@example.org")
    page.locator("main form").last.locator("button[type=submit]").click()
    page.wait_for_url(re.compile(rf"{address('accounts:users')}U[^/]+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nora Nieuw")

    giving = page.locator("form[action$='/roles/']")
    giving.locator("select[name=organisation]").select_option(index=1)
    giving.locator("[name=role]").first.select_option("editor")
    giving.locator("button[type=submit]").click()
    expect(page.locator("form[action*='/withdraw/']")).to_have_count(1)

    page.locator("form[action$='/open-or-close/'] button").click()
    page.goto(address("accounts:users"))
    row = page.locator("tr", has_text="Nora Nieuw")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("gesloten")


def test_an_administrator_sees_no_person(page: Page) -> None:
    sign_in(page, "administrator")
    for name in ("persons:persons", "persons:reports", "intake:own", "audit:log"):
        answer = page.goto(address(name))
        assert answer.status == 403, name


def test_an_auditor_finds_back_what_somebody_just_saw(page: Page) -> None:
    sign_in(page, "auditor")
    page.goto(address("audit:log"))
    lines = page.locator("main table tbody tr")
    assert lines.count() >= 1
    # Looking at the log stands in the log as well.
    expect(lines.filter(has_text="auditor").first).to_contain_text("audit:log")
    with page.expect_download() as waiting:
        page.locator(f"a[href^='{address('audit:export')}']").first.click()
    assert len(waiting.value.path().read_text(encoding="utf-8-sig").splitlines()) > 1
