"""The strict content policy forbids scripts and styles in the page; here every template is read for them."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from schakel.foundation.ui.icons import PATHS

pytestmark = pytest.mark.pure

SOURCE = Path(settings.BASE_DIR) / "src" / "schakel"
TEMPLATES = sorted(
    path
    for path in SOURCE.rglob("*")
    if path.suffix in {".html", ".svg"} and {"templates", "static"} & set(path.parts)
)
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    # A block of JSON is data: the browser does not run it, and the policy does not concern it.
    "a script in the page": re.compile(
        r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*\stype=\"application/json\")", re.IGNORECASE
    ),
    "a script in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}
# Template tags may hold ">" and quotes of their own.
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)


def faults(text: str) -> list[str]:
    bare = TAG.sub("", text)
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(bare)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_keeps_scripts_and_styles_out(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color:red">',
        '<p\n  STYLE = "x">',
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<button onclick="x()">',
        '<a href="javascript:x()">',
    ],
)
def test_the_reader_sees_what_is_forbidden(text: str) -> None:
    assert faults(text)


def test_icons_and_code_that_writes_html_keep_to_it_too() -> None:
    written = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]
    for path in written:
        for line in path.read_text(encoding="utf-8").splitlines():
            if "format_html" in line or "<svg" in line:
                assert not faults(line), path
    assert all(re.fullmatch(r"[\d\s.,\-a-zA-Z]+", path) for path in PATHS.values())
