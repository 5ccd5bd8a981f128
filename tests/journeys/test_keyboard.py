"""A routine report takes few pages, few answers and no mouse."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.keyboard import ROUTINE, report_by_keyboard
from tests.visitors import sign_in

pytestmark = pytest.mark.browser

MOST_PAGES = 5
MOST_REQUIRED = 12
# Some seventy are typed; the rest is the way between the questions.
MOST_KEYS = 160


def test_a_routine_police_report_needs_no_mouse(page: Page) -> None:
    sign_in(page, "reporter")
    typist, number = report_by_keyboard(page, "KEYBOARD-1")
    main = page.locator("main")
    expect(main).to_contain_text(number)
    for said in ("Roemenië", "Burger van EU", "Seksuele uitbuiting", "Utrecht"):
        expect(main).to_contain_text(said)
    assert typist.answers == len(ROUTINE)
    assert typist.pages <= MOST_PAGES
    assert len(typist.required) <= MOST_REQUIRED
    assert typist.keys <= MOST_KEYS, f"{typist.keys} keys"
