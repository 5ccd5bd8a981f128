"""Every address of the system. Dutch stands at the root, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from schakel.config.api import api
from schakel.config.health import health

urlpatterns = [
    path("health", health, name="health"),
    path("api/v1/", api.urls),
    *i18n_patterns(
        path("", include("schakel.portal.public_urls")),
        path("", include("schakel.portal.urls")),
        path("figures/", include("schakel.knowledge.figures.urls")),
        path("unseen/", include("schakel.knowledge.unseen.urls")),
        path("help/", include("schakel.network.directory.urls")),
        path("entries/", include("schakel.network.directory.entry_urls")),
        path("municipalities/", include("schakel.foundation.geography.urls")),
        path("account/", include("schakel.foundation.accounts.sign_in_urls")),
        path("accounts/", include("schakel.foundation.accounts.urls")),
        path("notices/", include("schakel.foundation.notices.urls")),
        path("webhooks/", include("schakel.foundation.webhooks.urls")),
        path("audit/", include("schakel.foundation.audit.urls")),
        path("gallery/", include("schakel.foundation.ui.urls")),
        path("", include("schakel.register.intake.urls")),
        path("register/", include("schakel.register.persons.urls")),
        path("shelter-requests/", include("schakel.care.placement.asking_urls")),
        path("shelter/", include("schakel.care.placement.shelter_urls")),
        path("linkage/", include("schakel.register.linkage.urls")),
        path("shelter-figures/", include("schakel.care.placement.figure_urls")),
        path("monitor/", include("schakel.network.monitor.urls")),
        path("practice-signals/", include("schakel.network.signals.urls")),
        path("meetings/", include("schakel.network.meetings.urls")),
        path("placement/clocks/", include("schakel.care.placement.clock_urls")),
        path("placement-rules/", include("schakel.care.placement.rule_urls")),
        path("placement/", include("schakel.care.placement.urls")),
        path("analysis/", include("schakel.insight.analysis.urls")),
        path("releases/", include("schakel.insight.disclosure.urls")),
        path("overviews/", include("schakel.insight.delivery.urls")),
        path("accountability/", include("schakel.insight.delivery.accountability.urls")),
        path("deliveries/", include("schakel.insight.delivery.deliveries.urls")),
        path("estimates/", include("schakel.insight.estimation.urls")),
        path("synthetic-records/", include("schakel.insight.synthesis.urls")),
        prefix_default_language=False,
    ),
]
