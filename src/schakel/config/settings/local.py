"""One machine: SQLite, keys made on first use, plain http on this computer only. Also the demo."""

from schakel.config.secrets import secret_key
from schakel.config.settings.base import *  # noqa: F403
from schakel.config.settings.base import SCHAKEL_HOME
from schakel.config.settings.environment import SECRET_KEY as GIVEN_SECRET_KEY

SECRET_KEY = GIVEN_SECRET_KEY or secret_key(SCHAKEL_HOME)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SCHAKEL_MAKE_KEYS = True
# Files are served from where they lie; nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
