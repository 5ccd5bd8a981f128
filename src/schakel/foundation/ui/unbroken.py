"""What must not be broken over two lines: numbers such as P-7K3F-9QXA, and days.

A browser may break a line after any hyphen and space, and in a narrow column of a table it does.
"""

import re

from django.utils.safestring import SafeString, mark_safe

# A tag comes first, so that nothing inside one is touched.
_WHOLE = re.compile(
    r"<[^>]*>"
    r"|\b[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}\b"
    r"|\b\d{1,2}-\d{1,2}-\d{4}\b"
    r"|\b\d{1,2} [A-Za-z]{3,9} \d{4}\b"
)
# Inside these a tag would be text.
_RAW = ("<textarea", "<script", "<option")


def unbroken(html: str) -> SafeString:
    """Escaped HTML in which each number and each day stays on one line."""
    if any(tag in html for tag in _RAW):
        return mark_safe(html)
    return mark_safe(_WHOLE.sub(_kept, html))


def _kept(found: re.Match[str]) -> str:
    text = found.group()
    return text if text[0] == "<" else f'<span class="schakel-whole">{text}</span>'
