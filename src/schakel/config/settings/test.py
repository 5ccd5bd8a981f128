"""The test suite: fast password hashing, fixed keys, everything else as in base."""

from schakel.config.settings.base import *  # noqa: F403
from schakel.config.settings.base import INSTALLED_APPS
from schakel.config.settings.base import STATICFILES_DIRS as ASSET_DIRS

# The tables of the linkage unit, which in life stand in a database of its own; its tests set its addresses.
INSTALLED_APPS = [*INSTALLED_APPS, "schakel.linkage_unit"]
SCHAKEL_UNIT_CENTRE_ORIGIN = ""

SECRET_KEY = "only-for-tests"  # noqa: S105
SCHAKEL_VAULT_KEYS = "test-1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATICFILES_DIRS = [directory for directory in ASSET_DIRS if directory.exists()]
# Files are served from where they lie; nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
# And looked for when it is asked for: every test's browser would else list all of them first.
WHITENOISE_AUTOREFRESH = True

# A test counts its queries: reference data change only where a test changes them, never by the clock.
SCHAKEL_REFERENCE_RECHECK_SECONDS = 10**9
