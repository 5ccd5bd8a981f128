"""What views ask: may this person open this page, and which row does this address name?"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.access.requests import actor_of
from schakel.foundation.access.rules import require

View = Callable[..., HttpResponseBase]
Row = TypeVar("Row", bound=Model)


def allowed(verb: str, label: str) -> Callable[[View], View]:
    """Open the page only to people who may do `verb` with at least some row of `label`; others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(actor_of(request), verb, label)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def visible_or_404(
    rows: VisibleQuerySet[Row], user: Actor, verb: str = "see", **lookup: Any
) -> Row:
    """The one row that `lookup` names, if `user` may do `verb` with it; else 404, as if it did not exist."""
    return get_object_or_404(rows.visible_to(user, verb), **lookup)
