"""A routine police report with the keyboard alone: every key is counted, and nothing is clicked."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.visitors import address

# What an officer knows of a routine case: the question, and what is typed there. A list is chosen from
# by the first letters of the answer, a group of buttons with the arrows.
ROUTINE = (
    ("reporter_reference", "PL1300-2026-004711"),
    ("surname", "Zonnebloem"),
    ("given_names", "Mirabella"),
    ("date_of_birth_0", "28"),
    ("date_of_birth_1", "2"),
    ("date_of_birth_2", "2001"),
    ("gender", "ArrowDown"),
    ("nationality", "Roem"),
    ("residence_status", "Burger"),
    ("main_form", "Seks"),
    ("place_municipality", "Utrecht"),
    ("police_report_status", "Aan"),
)
# Of a button also which one it is.
FOCUSED = """() => {
  const at = document.activeElement;
  return (at.name || '') + (at.tagName === 'BUTTON' ? '=' + at.value : '');
}"""
AT_SKIP_LINK = "() => document.activeElement.getAttribute('href') === '#main'"
MOST_TABS = 60


@dataclass
class Typist:
    """Somebody who never touches the mouse."""

    page: Page
    keys: int = 0
    pages: int = 0
    answers: int = 0
    required: set[str] = field(default_factory=set)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def go_to(self, name: str) -> None:
        """Tab until the control has the focus."""
        for _tab in range(MOST_TABS):
            if self.page.evaluate(FOCUSED) == name:
                return
            self.press("Tab")
        raise AssertionError(f"{name} is not within {MOST_TABS} tabs")

    def answer(self, name: str, text: str) -> None:
        """Go there and give the answer."""
        self.go_to(name)
        self.answers += 1
        if text.startswith("Arrow"):
            self.press(text)
        else:
            self.page.keyboard.type(text)
            self.keys += len(text)

    def skip_to_main(self) -> None:
        """Over the navigation, by the first link of the page, unless the browser begins there already."""
        self.press("Tab")
        if self.page.evaluate(AT_SKIP_LINK):
            self.press("Enter")

    def next_page(self) -> None:
        """Press the button that goes on."""
        here = path_of(self.page.url)
        self.go_to("to=next")
        self.press("Enter")
        self.page.wait_for_url(lambda url: path_of(url) != here)

    def note_required(self) -> None:
        """Which questions of this page must have an answer, given already or not."""
        names = self.page.eval_on_selector_all(
            "main form:first-of-type [required]", "all => all.map(one => one.name)"
        )
        self.required |= {re.sub(r"_[0-2]$", "", name) for name in names}


def path_of(url: str) -> str:
    """Without the place on the page, to which the skip link leads."""
    return urlsplit(url).path


def report_by_keyboard(page: Page, reference: str) -> tuple[Typist, str]:
    """From the empty form to the receipt; who typed, and the number of the report."""
    typist = Typist(page)
    page.goto(address("intake:new"))
    given = {**dict(ROUTINE), "reporter_reference": reference}
    while not path_of(page.url).endswith("/check/"):
        typist.pages += 1
        typist.note_required()
        typist.skip_to_main()
        for name, text in given.items():
            if page.locator(f"main [name={name}]").count():
                typist.answer(name, text)
        typist.next_page()
    typist.skip_to_main()
    while page.evaluate(
        "() => !document.activeElement.matches(\"form[action$='/send/'] button:not([formaction])\")"
    ):
        typist.press("Tab")
    typist.press("Enter")
    receipt = re.compile(rf"^{address('intake:own')}(M[^/]+)/$")
    page.wait_for_url(lambda url: receipt.match(path_of(url)) is not None)
    return typist, receipt.match(path_of(page.url))[1]
