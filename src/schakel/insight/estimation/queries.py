"""What waits for a disclosure officer."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may
from schakel.insight.estimation.choices import State
from schakel.insight.estimation.models import Run


def waiting(user: Actor) -> list[dict[str, Any]]:
    """Estimates to sign: dicts with label, count, unit, url_name and url."""
    if not may(user, "sign", "estimation.Run"):
        return []
    rows = Run.objects.visible_to(user, "sign").filter(state=State.OFFERED)
    return [
        {
            "label": _("Estimates to sign or refuse"),
            "count": rows.count(),
            "unit": _("estimates"),
            "url_name": "estimation:runs",
            "url": reverse("estimation:runs"),
        }
    ]
