"""What stands in the navigation of the unit's pages."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import User

_STAFF = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
ITEMS: tuple[tuple[Promise, str, frozenset[str]], ...] = (
    (_("Overview"), "unit:start", _STAFF),
    (_("Parties"), "unit:partners", _STAFF),
    (_("Users"), "accounts:users", _STAFF),
    (_("Log"), "audit:log", frozenset({Role.AUDITOR})),
    (_("My account"), "accounts:me", frozenset(Role)),
)


def navigation(request: HttpRequest) -> dict[str, object]:
    """The context of every page of the unit."""
    match = request.resolver_match
    public = match is None or match.view_name in settings.PUBLIC_VIEWS
    user = None if public else request.user
    signed_in = user if isinstance(user, User) else None
    found = [
        {"label": label, "url": reverse(name)}
        for label, name, roles in ITEMS
        if signed_in is not None and roles & signed_in.roles
    ]
    fitting = [str(one["url"]) for one in found if request.path.startswith(str(one["url"]))]
    current = max(fitting, key=len, default="")
    return {
        "navigation": [{**one, "current": one["url"] == current} for one in found],
        "demo": settings.SCHAKEL_DEMO,
        "session_seconds": settings.SESSION_COOKIE_AGE,
        "shell": "ui/staff.html",
    }
