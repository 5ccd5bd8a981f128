"""The local settings, with a page that does as little as a page can, and a count of queries per answer."""

from schakel.config.settings.local import *  # noqa: F403
from schakel.config.settings.local import MIDDLEWARE as _MIDDLEWARE

ROOT_URLCONF = "benchmarks.floor"
MIDDLEWARE = ["benchmarks.floor.CountQueriesMiddleware", *_MIDDLEWARE]
