"""The local settings, with a page that does as little as a page can, and a count of queries per answer."""

from schakel.config.settings.local import *  # noqa: F403
from schakel.config.settings.local import MIDDLEWARE as _MIDDLEWARE
from schakel.config.settings.local import PUBLIC_VIEWS as _PUBLIC_VIEWS

ROOT_URLCONF = "benchmarks.floor"
MIDDLEWARE = ["benchmarks.floor.CountQueriesMiddleware", *_MIDDLEWARE]
PUBLIC_VIEWS = _PUBLIC_VIEWS | {"floor-insert"}
