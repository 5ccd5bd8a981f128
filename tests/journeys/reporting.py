"""A report, page by page, with the keyboard only: what several journeys begin with."""

import re

from playwright.sync_api import Locator, Page

from tests.visitors import address

PAGES = 5


def write_report(page: Page, reference: str) -> None:
    """Give the reference and go on with Enter; ends on the page that shows all answers."""
    page.goto(address("intake:new"))
    page.locator("[name=reporter_reference]").fill(reference)
    page.locator("[name=reporter_reference]").press("Enter")
    for _page in range(PAGES - 1):
        page.wait_for_url(re.compile(r"/drafts/D-[^/]+/[a-z]+/$"))
        here = page.url
        next_button(page).press("Enter")
        page.wait_for_url(lambda url, here=here: url != here)
    page.wait_for_url(re.compile(r"/check/$"))


def next_button(page: Page) -> Locator:
    """The first button of the questions: what Enter presses, too."""
    return page.locator("main button[name=to]").first


def send_report(page: Page, reference: str) -> str:
    """Send the least that is asked; returns the number that the reporter gets."""
    write_report(page, reference)
    page.locator("main form[action$='/send/'] button:not([formaction])").press("Enter")
    page.wait_for_url(re.compile(rf"{address('intake:own')}M[^/]+/$"))
    return page.url.rstrip("/").rsplit("/", 1)[1]
