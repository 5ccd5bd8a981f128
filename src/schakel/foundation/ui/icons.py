"""Our own small set of icons: strokes on a 24 × 24 grid, drawn in the colour of the text beside them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

PATHS = {
    "arrow-right": "M5 12h14M13 6l6 6-6 6",
    "calendar": "M4 6h16v14H4zM4 10.5h16M8.5 3v4M15.5 3v4",
    "check": "M4.5 12.5l5 5L19.5 7",
    "chevron-down": "M6 9.5l6 6 6-6",
    "chevron-left": "M14.5 6l-6 6 6 6",
    "chevron-right": "M9.5 6l6 6-6 6",
    "clock": "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2.5",
    "close": "M6 6l12 12M18 6L6 18",
    "document": "M6 3h8.5L19 7.5V21H6zM14 3v5h5M9 12.5h7M9 16.5h7",
    "download": "M12 4v11M7 10.5l5 5 5-5M4.5 20h15",
    "error": "M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7zM12 8v5M12 16.2v.3",
    "external": "M13.5 4.5h6v6M19.5 4.5l-9 9M10 6H5v13h13v-5",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "flag": "M6 21V4M6 5h11l-2 4 2 4H6",
    "home": "M4 11l8-7 8 7v9h-5.5v-5.5h-5V20H4z",
    "info": "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.7v.3",
    "leave": "M10 4H5v16h5M10 12h10M15.5 7.5L20 12l-4.5 4.5",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "person": "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8zM4.5 20.5c.8-4 3.8-5.5 7.5-5.5s6.7 1.5 7.5 5.5",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM15.5 15.5L20.5 20.5",
    "success": "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17zM8 12.3l2.8 2.8L16 9.5",
    "upload": "M12 16V5M7 9.5l5-5 5 5M4.5 20h15",
    "warning": "M12 4L21 20H3zM12 10v5M12 17.3v.3",
}


def icon(name: str) -> SafeString:
    """The icon as inline SVG, hidden from screen readers: the text beside it says what it means.

    Raises `KeyError` for a name outside the set.
    """
    return format_html(
        '<svg class="schakel-icon" viewBox="0 0 24 24" width="20" height="20" fill="none"'
        ' stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"'
        ' aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        PATHS[name],
    )
