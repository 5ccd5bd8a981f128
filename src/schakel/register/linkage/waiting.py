"""What waits for a registrar to decide, for the desk that all of the centre's people begin with."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.foundation.access.rules import may
from schakel.foundation.accounts.models import User
from schakel.register.linkage.cases import open_pairs
from schakel.register.linkage.history import awaiting


def waiting(user: User) -> list[dict[str, Any]]:
    """Pairs to review, and colleagues' decisions to answer: label, count, unit, url_name and url."""
    if not may(user, "change", "linkage.Decision"):
        return []
    return [
        {
            "label": _("Pairs of reports that may be about one person"),
            "count": open_pairs(user).count(),
            "unit": _("pairs of reports"),
            "url_name": "linkage:review",
            "url": reverse("linkage:review"),
        },
        {
            "label": _("Decisions of colleagues that need a second registrar"),
            "count": awaiting().visible_to(user).exclude(by=user.actor_id).count(),
            "unit": _("decisions"),
            "url_name": "linkage:decisions",
            "url": reverse("linkage:decisions"),
        },
    ]
