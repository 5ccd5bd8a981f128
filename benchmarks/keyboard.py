"""What a routine report costs somebody without a mouse: pages, answers and keys."""

from playwright.sync_api import sync_playwright

from benchmarks.timing import Figure
from tests.browser import chromium, flags
from tests.demo import Demo
from tests.journeys.keyboard import ROUTINE, report_by_keyboard
from tests.visitors import TIMEOUT_MS, sign_in


def figures(demo: Demo) -> list[Figure]:
    """One report, from the empty form to the receipt. The floor is what is typed as such."""
    with sync_playwright() as playwright:
        path = chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=flags())
        context = browser.new_context(base_url=demo.address, locale="nl-NL")
        context.set_default_timeout(TIMEOUT_MS)
        page = context.new_page()
        sign_in(page, "reporter")
        typist, _number = report_by_keyboard(page, dict(ROUTINE)["reporter_reference"])
        browser.close()
    typed = sum(len(text) for _name, text in ROUTINE if not text.startswith("Arrow"))
    return [
        Figure(
            f"routine report by keyboard: {typist.pages} pages, {typist.answers} answers, "
            f"{len(typist.required)} of them required",
            f"{typist.keys} keys",
            f"{typed} keys (what is typed)",
            f"{typist.keys / typed:.1f}",
            "at most 5 pages, 12 required",
        )
    ]
