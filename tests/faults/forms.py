"""The forms of a page, as a browser would send them."""

from collections.abc import Callable
from html.parser import HTMLParser

Fields = list[tuple[str, str]]


class NoFormError(Exception):
    """The page is not the one that was expected."""


class _Forms(HTMLParser):
    """Where the forms of a page lead, and what a browser would send for them as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, Fields]] = []
        self.inside = False
        self.select: str | None = None
        self.area: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.inside = True
            self.forms.append((given.get("action", ""), []))
        elif self.inside:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name, fields = given.get("name", ""), self.forms[-1][1]
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
            fields.append((name, ""))
        elif tag == "option" and "selected" in given and self.select:
            fields.append((self.select, given.get("value", "")))
        elif tag == "input" and name:
            chosen = given.get("type") not in ("checkbox", "radio") or "checked" in given
            if chosen and given.get("type") != "file":
                fields.append((name, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            name, text = self.forms[-1][1].pop()
            self.forms[-1][1].append((name, text + data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def form_with(page: str, wanted: Callable[[str, Fields], bool]) -> tuple[str, Fields]:
    """(action, fields) of the first form on the page that is `wanted`."""
    parser = _Forms()
    parser.feed(page)
    for action, fields in parser.forms:
        if wanted(action, fields):
            return action, fields
    raise NoFormError(f"the form is not on the page: {page[:200]}")
