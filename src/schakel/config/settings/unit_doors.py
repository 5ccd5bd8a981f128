"""What the linkage unit installs, and which doors it has: the part of its settings without keys."""

from typing import Any

from schakel.config.settings.base import FOUNDATION_APPS, THIRD_PARTY_APPS
from schakel.config.settings.base import MIDDLEWARE as CENTRE_MIDDLEWARE
from schakel.config.settings.base import PUBLIC_VIEWS as CENTRE_PUBLIC_VIEWS
from schakel.config.settings.base import TEMPLATES as CENTRE_TEMPLATES

NOT_NEEDED = {"schakel.foundation.notices", "schakel.foundation.webhooks"}
INSTALLED_APPS = [
    "schakel.linkage_unit",
    *(name for name in FOUNDATION_APPS if name not in NOT_NEEDED),
    *THIRD_PARTY_APPS,
]
ROOT_URLCONF = "schakel.config.linkage_unit_urls"
_API = CENTRE_MIDDLEWARE.index("schakel.config.answers.ApiMiddleware")
MIDDLEWARE = [
    *CENTRE_MIDDLEWARE[:_API],
    "schakel.linkage_unit.origins.CentreOriginMiddleware",
    *CENTRE_MIDDLEWARE[_API:],
]
_OPTIONS: dict[str, Any] = CENTRE_TEMPLATES[0]["OPTIONS"]  # type: ignore[assignment]
_NAVIGATION = "schakel.portal.navigation.navigation"
TEMPLATES = [
    {
        **CENTRE_TEMPLATES[0],
        "OPTIONS": {
            **_OPTIONS,
            "context_processors": [
                *(name for name in _OPTIONS["context_processors"] if name != _NAVIGATION),
                "schakel.linkage_unit.navigation.navigation",
            ],
        },
    }
]
# Signing in, a sign of life, and the description of the doors.
PUBLIC_VIEWS = frozenset(
    name
    for name in CENTRE_PUBLIC_VIEWS
    if name.startswith(("account_", "mfa_")) or name == "health"
) | {"api:openapi-json", "api:api-root", "api:nothing-here"}
TOKEN_VIEWS = frozenset({"api:messages", "api:retractions", "api:clusters"})
SCHAKEL_DEMO_ROLES = frozenset({"administrator", "auditor"})
LOGIN_REDIRECT_URL = "unit:start"
LOGOUT_REDIRECT_URL = "account_login"
MFA_TOTP_ISSUER = "Schakel koppeleenheid"
# Its own names, so that a browser on the machine of both stays signed in to each.
SESSION_COOKIE_NAME = "unit_session"
CSRF_COOKIE_NAME = "unit_csrf"
