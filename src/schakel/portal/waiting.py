"""What waits for people of other organisations, for the page that they begin with."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.care.placement.boards import offers_to
from schakel.care.placement.choices import Happening
from schakel.care.placement.following import handed_to
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import User
from schakel.network.directory.models import Listing
from schakel.network.directory.queries import due
from schakel.network.meetings.queries import open_actions
from schakel.network.monitor.models import Survey
from schakel.register.intake.choices import Status
from schakel.register.intake.queries import drafts_for, own_reports

REPORTING = frozenset({Role.REPORTER, Role.SHELTER, Role.CARE_COORDINATOR})
LISTED = REPORTING | {Role.MUNICIPAL_ADVISER}


def _offers(user: User) -> tuple[str, int, str]:
    return _("Places that the centre asks you for"), offers_to(user).count(), "shelter:board"


def _handed(user: User) -> tuple[str, int, str]:
    rows = handed_to(user).filter(Q(last_handing=Happening.HANDED_OVER))
    return _("Placements of which you can take over the care"), rows.count(), "shelter-requests:own"


def _questions(user: User) -> tuple[str, int, str]:
    rows = own_reports(user).filter(status=Status.QUESTION)
    return _("Questions of the centre about your reports"), rows.count(), "intake:own"


def _drafts(user: User) -> tuple[str, int, str]:
    return _("Reports that you have not sent yet"), len(drafts_for(user)), "intake:own"


def _surveys(user: User) -> tuple[str, int, str]:
    rows = Survey.objects.visible_to(user, "answer").filter(closed_at=None, answered_at=None)
    return _("Questions about how your municipality stands"), rows.count(), "monitor:own"


def _entries(user: User) -> tuple[str, int, str]:
    rows = due(timezone.localdate())
    own = Listing.objects.visible_to(user, "change").filter(pk__in=rows.values("pk"))
    return _("Entries of yours to look at again"), own.count(), "entries:index"


def _actions(user: User) -> tuple[str, int, str]:
    return _("Open actions of your meetings"), len(open_actions(user)), "meetings:index"


WAITING: tuple[tuple[frozenset[str], Callable[[User], tuple[str, int, str]]], ...] = (
    (frozenset({Role.SHELTER}), _offers),
    (frozenset({Role.CARE_COORDINATOR}), _handed),
    (REPORTING, _questions),
    (REPORTING, _drafts),
    (frozenset({Role.MUNICIPAL_ADVISER}), _surveys),
    (LISTED, _entries),
    (frozenset(Role), _actions),
)


def waiting(user: User) -> list[dict[str, Any]]:
    """Dicts with label, count and url, for what there is; nothing that is not there."""
    found = [ask(user) for roles, ask in WAITING if roles & user.roles]
    return [
        {"label": label, "count": count, "url": reverse(page)}
        for label, count, page in found
        if count
    ]
