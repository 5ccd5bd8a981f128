"""The public site on a machine of its own: no register, no sign-in, only released figures and help.

Point SCHAKEL_DATABASE_URL at a copy that holds only the tables below the privacy line.
"""

from schakel.config.settings.base import *  # noqa: F403
from schakel.config.settings.base import FOUNDATION_APPS, PUBLIC_APPS, THIRD_PARTY_APPS
from schakel.config.settings.production import *  # noqa: F403

ROOT_URLCONF = "schakel.config.public_urls"
INSTALLED_APPS = FOUNDATION_APPS + PUBLIC_APPS + THIRD_PARTY_APPS
