"""What waits for a registrar to decide, for the desk that all of the centre's people begin with."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.foundation.access.rules import may
from schakel.foundation.accounts.models import User
from schakel.register.linkage.cases import open_pairs
from schakel.register.linkage.history import awaiting
from schakel.register.linkage.models import SecondLook
from schakel.register.linkage.restricted import asked_of


def waiting(user: User) -> list[dict[str, Any]]:
    """Pairs to review, and colleagues' decisions to answer: label, count, unit, url_name and url."""
    if not may(user, "change", "linkage.Decision"):
        return []
    looks = SecondLook.objects.visible_to(user, "change")
    return [
        {
            "label": _("Pairs of reports that may be about one person"),
            "count": open_pairs(user).count(),
            "unit": _("pairs of reports"),
            "url_name": "linkage:review",
            "url": reverse("linkage:review"),
        },
        {
            "label": _("Questions of colleagues about records that you keep"),
            "count": len(asked_of(user)),
            "unit": _("pairs of reports"),
            "url_name": "linkage:asked",
            "url": reverse("linkage:asked"),
        },
        {
            "label": _("Decisions of colleagues for a blind second look"),
            "count": looks.to_give(user.actor_id).count(),
            "unit": _("pairs of reports"),
            "url_name": "linkage:second-looks",
            "url": reverse("linkage:second-looks"),
        },
        {
            "label": _("Decisions of colleagues that need a second registrar"),
            "count": awaiting().visible_to(user).exclude(by=user.actor_id).count(),
            "unit": _("decisions"),
            "url_name": "linkage:decisions",
            "url": reverse("linkage:decisions"),
        },
    ]
