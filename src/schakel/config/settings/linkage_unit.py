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
else:
    from schakel.config.settings.base import *  # noqa: F403

    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    SECRET_KEY = secret_key(env.UNIT_HOME)
    SCHAKEL_MAKE_KEYS = True
    STATIC_ROOT = None
    WHITENOISE_USE_FINDERS = True

from schakel.config.settings.unit_doors import *  # noqa: F403

SCHAKEL_HOME = env.UNIT_HOME
SCHAKEL_VAULT_KEYS = env.UNIT_VAULT_KEYS
SCHAKEL_UNIT_URL = SCHAKEL_UNIT_TOKEN = ""
SCHAKEL_UNIT_CENTRE_ORIGIN = env.UNIT_CENTRE_ORIGIN
SCHAKEL_COMMAND_PREFIX = "unit_"
DATABASES = databases(env.UNIT_DATABASE_URL)
if "init_command" in DATABASES["default"].get("OPTIONS", {}):
    # What is deleted is written over in the file.
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA secure_delete=ON;"
