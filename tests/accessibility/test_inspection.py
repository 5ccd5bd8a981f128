"""The look at a page can find something: in the dark, and on a narrow screen, also what is nowhere else."""

import pytest
from playwright.sync_api import Browser

from tests.accessibility.inspection import inspect, listening

pytestmark = pytest.mark.browser

ADDRESS = "https://inspected.example"
PAGE = """<!doctype html><html lang="nl"><head><title>Page</title>
<meta name="viewport" content="width=device-width"><style>
:root {{ --paper: #fff; --ink: #111 }} body {{ background: var(--paper); color: var(--ink) }}
@media (prefers-color-scheme: dark) {{ :root {{ --paper: #111; --ink: #fff }} }}
{style}</style></head><body><main><h1>Page</h1><p id="a">Words to read</p>{body}</main></body></html>"""
DARK = "@media (prefers-color-scheme: dark)"
NARROW = "@media (max-width: 600px)"


@pytest.mark.parametrize(
    ("style", "body", "found"),
    [
        ("", "", []),
        (f"{DARK} {{ #a {{ color: #333 }} }}", "", ["dark, 1280 px"]),
        (f"#a {{ display: none }} {NARROW} {{ #a {{ display: block }} }}", "", []),
        (
            f"#a {{ display: none }} {NARROW} {{ #a {{ display: block }} }}"
            f"{DARK} {{ #a {{ color: #333 }} }}",
            "",
            ["dark, 320 px"],
        ),
        (
            "@media (prefers-color-scheme: dark) and (max-width: 600px) { main { background: #eee } }",
            "",
            ["dark, 320 px"],
        ),
        (
            f"{NARROW} {{ #a {{ color: #ddd }} }} {DARK} {{ #a {{ color: #eee }} }}",
            "",
            ["light, 320 px"],
        ),
        (
            f"{NARROW} {{ #b {{ display: none }} }}",
            '<button><span id="b">Go</span></button>',
            ["light, 320 px"],
        ),
        ("", '<p style="inline-size: 700px">Wide</p>', ["light, 320 px"]),
        ("", "<h1>Another</h1>", ["headings"]),
    ],
)
def test_it_is_found_where_it_is(browser: Browser, style: str, body: str, found: list[str]) -> None:
    context = browser.new_context()
    content = PAGE.format(style=style, body=body)
    context.route("**/*", lambda route: route.fulfill(content_type="text/html", body=content))
    page = context.new_page()
    with listening(page, ADDRESS) as heard:
        wrong = inspect(page, f"{ADDRESS}/", heard)
    context.close()
    assert len(wrong) == len(found), wrong
    assert all(where in line for where, line in zip(found, wrong, strict=True)), wrong
