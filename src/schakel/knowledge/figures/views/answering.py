"""How every address of the figures answers: kept as long as it is the same, and clear when it has nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from schakel.knowledge.figures.faults import NotInCubeError, WithdrawnError

View = Callable[..., HttpResponseBase]
# May be kept by everybody, who must ask each time whether it still holds: what is withdrawn is gone at once,
# also for the officer who has just looked at it, and whichever process answers.
_KEPT = "public, no-cache"


def answered(view: View) -> View:
    """`view` for everybody: read only, asked anew each time, told apart by the hash of what is sent.

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
