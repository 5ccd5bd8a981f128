"""The forms of a page, and what somebody sends who fills in all of one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

Data = dict[str, Any]
_LASTING = ("radio", "checkbox", "select", "hidden", "file")


@dataclass
class Control:
    """One control; a list holds the values that can be chosen, those chosen first."""

    kind: str
    name: str
    values: list[str] = field(default_factory=list)
    least: str = ""


@dataclass
class Form:
    """Where a form leads, what it holds, and the buttons that send it as (name, value)."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.control: Control | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            action = urljoin(self.page, given.get("action") or self.page)
            self.form = Form(action, given.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is not None:
            self._inside(self.form, tag, given)

    def _inside(self, form: Form, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text" if tag == "input" else "submit")
        name, value = given.get("name", ""), given.get("value", "")
        if tag in ("button", "input") and kind == "submit":
            form.buttons.append((name, value))
        elif tag == "option" and self.control:
            self._choose(self.control, value, "selected" in given)
        elif tag in ("input", "select", "textarea") and name:
            self._control(form, tag if tag != "input" else kind, name, given)

    def _control(self, form: Form, kind: str, name: str, given: dict[str, str]) -> None:
        same = (one for one in form.controls if one.name == name and one.kind == kind)
        control = next(same, None) if kind in ("radio", "checkbox") else None
        if control is None:
            control = Control(kind, name, least=given.get("min", ""))
            form.controls.append(control)
        if kind not in ("select", "textarea"):
            self._choose(control, given.get("value", ""), "checked" in given)
        self.control = control if kind in ("select", "textarea") else None

    @staticmethod
    def _choose(control: Control, value: str, chosen: bool) -> None:
        if value:
            control.values.insert(0 if chosen else len(control.values), value)

    def handle_data(self, data: str) -> None:
        if self.control is not None and self.control.kind == "textarea" and data.strip():
            self.control.values.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag in ("select", "textarea"):
            self.control = None


def forms_of(html: str, page: str) -> list[Form]:
    """The forms of the page that stands at `page`."""
    reader = _Reader(page)
    reader.feed(html)
    return reader.forms


def filled(form: Form) -> Data:
    """Everything filled in, with the first of what can be chosen; where a text is wanted, a text."""
    data: Data = {}
    for control in form.controls:
        value = _value(control)
        if value is not None:
            data.setdefault(control.name, []).append(value)
    return data


def spoiled(form: Form, junk: Sequence[str], place: int) -> Data:
    """Each control that is not a file says some `junk`, also what can only be chosen; from `place` on."""
    asked = (one.name for one in form.controls if one.kind != "file")
    return {name: junk[(place + number) % len(junk)] for number, name in enumerate(asked)}


def _value(control: Control) -> Any:
    if control.kind == "file":
        return SimpleUploadedFile("letter.txt", b"A letter.")
    if control.values:
        return control.values[0]
    if control.kind in _LASTING:
        return "" if control.kind == "hidden" else None
    return _typed(control)


def _typed(control: Control) -> str:
    part = control.name.rpartition("_")[2]
    by_kind = {
        "date": timezone.localdate().isoformat(),
        "time": "10:00",
        "number": control.least or "3",
        "email": "somebody@example.org",
        "url": "https://partner.example/",
    }
    by_part = {"year": "2025", "month": "5", "day": "3"}
    return by_kind.get(control.kind) or by_part.get(part) or "Een tekst die ergens over gaat"
