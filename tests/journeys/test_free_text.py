"""The browser finds in a text what the server finds, and says so on leaving the field."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from schakel.foundation.ui import apps as ui
from schakel.foundation.ui.free_text import rule_table
from schakel.foundation.ui.tests.texts import EXAMPLES
from tests.visitors import Visitors

pytestmark = pytest.mark.browser
MODULE = Path(ui.__file__).parent / "static" / "ui" / "free-text.js"


def test_the_browser_finds_the_same(browser: Browser) -> None:
    blank = browser.new_page()
    code = base64.b64encode(MODULE.read_bytes()).decode()
    found = blank.evaluate(
        """async ([code, texts, table]) => {
            const { findings } = await import(`data:text/javascript;base64,${code}`);
            return texts.map((text) => findings(text, table));
        }""",
        [code, [text for text, _found in EXAMPLES], rule_table()],
    )
    blank.close()
    assert found == [expected for _text, expected in EXAMPLES]


def test_it_is_said_on_leaving_the_field_and_unsaid(visitors: Visitors) -> None:
    page = visitors.context("reporter").new_page()
    page.goto("/my-reports/")
    page.get_by_role("link", name="PL-2026-017").first.click()
    page.goto(page.url.rstrip("/").rsplit("/", 1)[0] + "/procedures/")
    note = page.locator("textarea[data-free-text]")
    note.fill("Bel 06-12345678")
    note.blur()
    notice = page.locator(".schakel-notice")
    expect(notice).to_contain_text("telefoonnummer")
    assert (notice.get_attribute("id") or "?") in (note.get_attribute("aria-describedby") or "")
    note.fill("Komt vaak te laat")
    note.blur()
    expect(notice).to_be_empty()
    page.close()
