"""The addresses of the public site: all that needs no sign-in, and nothing else."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from schakel.config.health import health
from schakel.config.public_api import api

urlpatterns = [
    path("health", health, name="health"),
    path("api/v1/", api.urls),
    *i18n_patterns(
        path("", include("schakel.portal.public_urls")),
        path("figures/", include("schakel.knowledge.figures.urls")),
        path("unseen/", include("schakel.knowledge.unseen.urls")),
        path("help/", include("schakel.network.directory.urls")),
        path("municipalities/", include("schakel.foundation.geography.urls")),
        prefix_default_language=False,
    ),
]
