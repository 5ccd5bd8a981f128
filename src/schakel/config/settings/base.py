"""What every way of running shares."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from schakel.config.logs import logging_settings
from schakel.config.settings import environment as env
from schakel.config.settings.database import databases
from schakel.config.settings.sign_in import *  # noqa: F403

BASE_DIR = env.REPOSITORY
SCHAKEL_HOME = env.HOME
SCHAKEL_SNAPSHOTS = SCHAKEL_HOME / "snapshots"
SCHAKEL_SPARK = env.SPARK
SCHAKEL_DEMO = env.DEMO
SCHAKEL_VAULT_KEYS = env.VAULT_KEYS
# Of the demo's logins only these; empty: all.
SCHAKEL_DEMO_ROLES: frozenset[str] = frozenset()
SCHAKEL_UNIT_URL = env.UNIT_URL
SCHAKEL_UNIT_TOKEN = env.UNIT_TOKEN
# Commands of this process stand in files that begin so (config.commands).
SCHAKEL_COMMAND_PREFIX = ""
# Status messages to this very machine, also by plain http: to try them out in the demo, nowhere else.
SCHAKEL_WEBHOOKS_TO_LOOPBACK = env.DEMO
SCHAKEL_EVENT_SOURCE = env.EVENT_SOURCE
DEBUG = False
ALLOWED_HOSTS = env.ALLOWED_HOSTS

ROOT_URLCONF = "schakel.config.urls"
WSGI_APPLICATION = "schakel.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FOUNDATION_APPS = [
    "schakel.foundation.notices",
    "schakel.foundation.webhooks",
    "schakel.foundation.accounts",
    "schakel.foundation.audit",
    "schakel.foundation.access",
    "schakel.foundation.terms",
    "schakel.foundation.geography",
    "schakel.foundation.files",
    "schakel.foundation.vault",
    "schakel.foundation.ui",
]
PUBLIC_APPS = [
    "schakel.network.directory",
    "schakel.knowledge.figures",
    "schakel.knowledge.unseen",
    "schakel.portal",
]
REGISTER_APPS = [
    "schakel.network.monitor",
    "schakel.network.signals",
    "schakel.network.meetings",
    "schakel.register.intake",
    "schakel.register.persons",
    "schakel.register.linkage",
    "schakel.care.placement",
    "schakel.insight.analysis",
    "schakel.insight.disclosure",
    "schakel.insight.delivery",
    "schakel.insight.delivery.accountability",
    "schakel.insight.delivery.deliveries",
    "schakel.insight.estimation",
    "schakel.insight.synthesis",
]
THIRD_PARTY_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "ninja",
]
INSTALLED_APPS = FOUNDATION_APPS + PUBLIC_APPS + REGISTER_APPS + THIRD_PARTY_APPS

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "schakel.config.answers.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "schakel.foundation.access.middleware.ReadableMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "schakel.foundation.access.requests.AccessPointMiddleware",
    "schakel.foundation.access.middleware.ClosedByDefaultMiddleware",
    "schakel.foundation.accounts.middleware.SecondFactorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "schakel.foundation.access.presses.PressMiddleware",
]

# The short public list: every other page needs a signed-in person (foundation.access.middleware).
PUBLIC_VIEWS = frozenset(
    {
        "public:start",
        "public:about",
        "public:rights",
        "public:privacy",
        "public:codes",
        "public:accessibility",
        "health",
        "figures:index",
        "figures:table",
        "figures:csv",
        "figures:chart",
        "figures:choose",
        "figures:choose-shelter",
        "figures:cube",
        "figures:edition",
        "figures:edition-chart",
        "figures:edition-pdf",
        "figures:embed",
        "figures:explained",
        "figures:json-stat",
        "figures:open-data",
        "figures:synthetic",
        "figures:synthetic-file",
        "figures:synthetic-code-book",
        "figures:versions",
        "figures:xlsx",
        "figures:catalogue-ttl",
        "figures:catalogue-jsonld",
        "unseen:page",
        "unseen:data",
        "api:figures",
        "api:figure",
        "api:openapi-json",
        "api:api-root",
        "api:nothing-here",
        "directory:index",
        "directory:open-referral",
        "directory:services",
        "directory:service",
        "directory:organizations",
        "directory:organization",
        "directory:taxonomies",
        "directory:taxonomy",
        "directory:taxonomy-terms",
        "directory:taxonomy-term",
        "entries:check",
        "meetings:feed",
        "intake:leaflet",
        "intake:signals",
        "public:suspicion",
        "geography:municipalities",
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

# Opened by an access token instead of a sign-in (foundation.accounts.bearer); a session opens none of them.
TOKEN_VIEWS = frozenset(
    {
        "api:code-lists",
        "api:code-list",
        "api:reports",
        "api:report-searches",
        "api:report",
        "api:report-corrections",
        "api:report-withdrawals",
        "api:report-answers",
        "api:report-attachments",
    }
)

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "schakel.portal.navigation.navigation",
            ],
            "builtins": ["django.templatetags.i18n", "schakel.foundation.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "schakel.foundation.ui.rendering.DesignSystemRenderer"

DATABASES = databases(env.DATABASE_URL)
CACHES: dict[str, dict[str, Any]] = {
    # The database, not the process: throttling must count across workers and restarts.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Above this number the oldest entries go: it must not be in reach of an attacker who wants the
        # counts of failed sign-ins forgotten.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["schakel.foundation.accounts.backends.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "public:start"
# Where the centre's own people read a report: intake knows no persons, so it is told.
STAFF_REPORT_PAGE = "persons:report"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("email", "name")},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
SESSION_COOKIE_AGE = int(timedelta(minutes=45).total_seconds())
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
FORMAT_MODULE_PATH = "schakel.config.formats"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = SCHAKEL_HOME / "static"
# Style sheets, fonts and scripts that `schakel build-assets` puts together from npm packages.
STATICFILES_DIRS = [BASE_DIR / "build" / "static"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
SCHAKEL_SCANNER = env.SCANNER
DEFAULT_FROM_EMAIL = env.EMAIL_FROM
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LOGGING = logging_settings(env.LOG_LEVEL, as_json=False)
