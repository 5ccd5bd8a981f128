"""What waits for a registrar, for the desk that all of the centre's people begin with."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.foundation.access.rules import may
from schakel.foundation.accounts.models import User
from schakel.register.intake.choices import BatchState
from schakel.register.intake.models import ImportBatch
from schakel.register.persons import triage
from schakel.register.persons.choices import Queue
from schakel.register.persons.queries import with_missing_facts

_UNFINISHED = (BatchState.STAGED, BatchState.RUNNING, BatchState.HELD)


def waiting(user: User) -> list[dict[str, Any]]:
    """What waits for a registrar: dicts with label, count, unit, url_name and url."""
    if not may(user, "see", "persons.Person"):
        return []
    queues = triage.counts(triage.on_desk(user), user)
    items = [
        (
            _("New reports to register"),
            queues[Queue.INCOMING],
            _("reports"),
            "triage",
            "?queue=incoming",
        ),
        (
            _("New reports with missing facts"),
            queues[Queue.INCOMPLETE],
            _("reports"),
            "triage",
            "?queue=incomplete",
        ),
        (
            _("Answers of reporters to deal with"),
            queues[Queue.ANSWERED],
            _("reports"),
            "triage",
            "?queue=answered",
        ),
        (
            _("Reports assigned to you"),
            queues[triage.MINE],
            _("reports"),
            "triage",
            f"?queue={triage.MINE}",
        ),
        (
            _("Imports that are not finished or held back"),
            ImportBatch.objects.filter(state__in=_UNFINISHED).count(),
            _("imports"),
            "imports",
            "",
        ),
        (
            _("Registered reports with missing facts"),
            with_missing_facts().visible_to(user).count(),
            _("reports"),
            "reports",
            "?state=incomplete",
        ),
    ]
    return [
        {
            "label": label,
            "count": count,
            "unit": unit,
            "url_name": f"persons:{page}",
            "url": reverse(f"persons:{page}") + query,
        }
        for label, count, unit, page, query in items
    ]
