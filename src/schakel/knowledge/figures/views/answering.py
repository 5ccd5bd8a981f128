"""How every address of the figures answers: kept for a while, and clear when it has nothing to show."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from schakel.knowledge.figures.faults import NotInCubeError, WithdrawnError

View = Callable[..., HttpResponseBase]
# Not longer, though a version never changes: a withdrawn one must be gone soon.
_KEPT = "public, max-age=300"


def answered(view: View) -> View:
    """`view` for everybody: read only, kept for five minutes, told apart by the hash of what is sent.

    What was not published answers 404 and what was withdrawn 410, on a page that is the same whatever was
    asked: nothing can be learned from it about what was counted.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except NotInCubeError:
            response = nothing(request)
        except WithdrawnError as gone:
            response = render(
                request, "figures/withdrawn.html", {"withdrawal": gone.withdrawal}, status=410
            )
        response["Cache-Control"] = _KEPT
        return response

    kept: View = require_safe(conditional_page(answer))
    return kept


def nothing(request: HttpRequest) -> HttpResponse:
    """The page for what is not in the figures."""
    return render(request, "figures/nothing.html", status=404)
