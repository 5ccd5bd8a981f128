"""Handing a file to a browser, so that it is saved and never run or shown in our pages."""

from django.http import HttpResponse

_ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Bytes to be saved as `name`, which holds letters, digits, dots and hyphens only."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = _ALONE
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
