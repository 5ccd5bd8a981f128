"""The request as a view behind the sign-in gets it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from schakel.foundation.accounts.models import User


class SignedInRequest(HttpRequest):
    """For signatures of views only; nothing makes one.

    `ClosedByDefaultMiddleware` lets nobody without a user through, and htmx's own middleware adds `htmx`.
    """

    user: User
    htmx: HtmxDetails
