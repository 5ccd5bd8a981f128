"""Where a page goes after a step that it may have asked for by itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def move_whole_page(request: HttpRequest, to: str, *args: Any, **kwargs: Any) -> HttpResponse:
    """A redirect, as `redirect` takes it. Where a piece of a page was asked for, the whole page moves.

    What may be done there has changed along with the piece.
    """
    moved = redirect(to, *args, **kwargs)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": moved.url})
    return moved
