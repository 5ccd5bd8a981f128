"""Pages about persons show registrations as the reports now say."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from schakel.foundation.access.actors import SystemActor
from schakel.register.persons.recounting import recount_if_due

View = Callable[..., HttpResponseBase]
# What a reporter took back follows from the report, not from whoever happens to look first.
RECOUNT = SystemActor("recount")


def up_to_date(view: View) -> View:
    """Work out anew, before the page, what reporters took back or corrected since."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        recount_if_due(by=RECOUNT)
        return view(request, *args, **kwargs)

    return counted
