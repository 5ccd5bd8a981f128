"""The dark scheme: other values for the same names, so that no page is laid out anew in the dark."""

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.pure

DARK = re.compile(r"@media[^{]*prefers-color-scheme[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}")
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")


def changed(sheet: str) -> list[str]:
    """What the sheet says for one scheme only, but for named values of the whole page."""
    plain = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    rules = [rule for block in DARK.findall(plain) for rule in RULE.findall(block)]
    return [
        f"{selector.strip()}: {name.strip()}"
        for selector, body in rules
        for name in filter(str.strip, body.split(";"))
        if selector.strip() != ":root" or not name.strip().startswith("--")
    ]


def test_the_dark_scheme_changes_named_values_and_nothing_else() -> None:
    sheet = (settings.BASE_DIR / "build" / "static" / "ui" / "schakel.css").read_text()
    assert len(DARK.findall(sheet)) == sheet.count("prefers-color-scheme") > 0
    assert not changed(sheet)


@pytest.mark.parametrize(
    "rule", [":root { color-scheme: dark }", "main { --ink: #fff }", ":root{--a:1} p{margin:0}"]
)
def test_a_change_of_anything_else_is_seen(rule: str) -> None:
    assert changed(f"@media (prefers-color-scheme: dark) {{ {rule} }}")
