"""What waits for a placement coordinator, for the desk that all of the centre's people begin with."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.care.placement.work import work_of
from schakel.foundation.access.rules import may
from schakel.foundation.accounts.models import User


def waiting(user: User) -> list[dict[str, Any]]:
    """Dicts with label, count, unit and url, for what there is."""
    if not may(user, "create", "placement.Request"):
        return []
    work = work_of(user)
    items = (
        (_("A place is needed tonight"), len(work.tonight), _("requests")),
        (_("Nothing happens with it"), len(work.stalls), _("requests")),
        (_("Accepted by a shelter: confirm the placement"), len(work.accepted), _("requests")),
        (_("On the waiting list, or looking for a place"), len(work.waiting), _("requests")),
        (_("Near the end of the term, or beyond it"), len(work.stays), _("stays")),
    )
    url = reverse("placement:desk")
    return [
        {"label": label, "count": count, "unit": unit, "url": url}
        for label, count, unit in items
        if count
    ]
