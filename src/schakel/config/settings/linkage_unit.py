"""The linkage unit: a process of its own that compares codes and knows nobody.

No register, no network, no figures: those apps are not installed and nothing here can import them. An own
database, own keys and own administrators, on a machine that is not the centre's. `schakel linkage-unit`
chooses these settings; SCHAKEL_SETTINGS says, as for the centre, whether this is one machine or a server.
"""

from schakel.config.secrets import secret_key
from schakel.config.settings import environment as env
from schakel.config.settings.database import databases

if env.SETTINGS == "production":
    from schakel.config.settings.production import *  # noqa: F403
    from schakel.config.settings.production import SECRET_KEY as GIVEN_SECRET_KEY
else:
    from schakel.config.settings.base import *  # noqa: F403

    GIVEN_SECRET_KEY = ""
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    SCHAKEL_MAKE_KEYS = True
    STATIC_ROOT = None
    WHITENOISE_USE_FINDERS = True

from schakel.config.settings.base import MIDDLEWARE as CENTRE_MIDDLEWARE
from schakel.config.settings.base import TEMPLATES, THIRD_PARTY_APPS

SCHAKEL_HOME = env.UNIT_HOME
SCHAKEL_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
SCHAKEL_VAULT_KEYS = env.UNIT_VAULT_KEYS
SCHAKEL_UNIT_URL = SCHAKEL_UNIT_TOKEN = ""
SCHAKEL_UNIT_CENTRE_ORIGIN = env.UNIT_CENTRE_ORIGIN
SCHAKEL_COMMAND_PREFIX = "unit_"
SECRET_KEY = GIVEN_SECRET_KEY or secret_key(SCHAKEL_HOME)
DATABASES = databases(env.UNIT_DATABASE_URL)
if "init_command" in DATABASES["default"].get("OPTIONS", {}):
    # What is deleted is written over in the file.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA secure_delete=ON;"

INSTALLED_APPS = [
    "schakel.linkage_unit",
    "schakel.foundation.accounts",
    "schakel.foundation.audit",
    "schakel.foundation.access",
    "schakel.foundation.terms",
    "schakel.foundation.geography",
    "schakel.foundation.vault",
    "schakel.foundation.ui",
    *THIRD_PARTY_APPS,
]
ROOT_URLCONF = "schakel.config.linkage_unit_urls"
MIDDLEWARE = [*CENTRE_MIDDLEWARE]
MIDDLEWARE.insert(
    MIDDLEWARE.index("schakel.config.answers.ApiMiddleware"),
    "schakel.linkage_unit.origins.CentreOriginMiddleware",
)
TEMPLATES[0]["OPTIONS"]["context_processors"] = [  # type: ignore[index]
    name
    if name != "schakel.portal.navigation.navigation"
    else "schakel.linkage_unit.navigation.navigation"
    for name in TEMPLATES[0]["OPTIONS"]["context_processors"]  # type: ignore[index]
]
PUBLIC_VIEWS = frozenset(
    {
        "health",
        "api:openapi-json",
        "api:api-root",
        "api:nothing-here",
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_inactive",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)
TOKEN_VIEWS = frozenset({"api:messages", "api:retractions", "api:clusters"})
LOGIN_REDIRECT_URL = "unit:start"
LOGOUT_REDIRECT_URL = "account_login"
MFA_TOTP_ISSUER = "Schakel koppeleenheid"
# Its own names, so that a browser on the machine of both signs out of neither.
SESSION_COOKIE_NAME = "unit_session"
CSRF_COOKIE_NAME = "unit_csrf"
