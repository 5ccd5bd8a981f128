"""The addresses of the linkage unit: its own few pages, and sign-in for its own administrators."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from schakel.config.health import health
from schakel.config.linkage_unit_api import api
from schakel.foundation.accounts import urls as accounts

# Tokens and parties have pages of the unit's own.
_accounts = [
    one for one in accounts.urlpatterns if not str(one.pattern).startswith("organisations/")
]

urlpatterns = [
    path("health", health, name="health"),
    path("api/v1/", api.urls),
    *i18n_patterns(
        path("", include("schakel.linkage_unit.urls")),
        path("account/", include("schakel.foundation.accounts.sign_in_urls")),
        path("accounts/", include((_accounts, "accounts"))),
        path("audit/", include("schakel.foundation.audit.urls")),
        prefix_default_language=False,
    ),
]
