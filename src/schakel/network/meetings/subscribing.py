"""Private calendar addresses: made, withdrawn, and asked for somebody's meetings."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import User
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.network.meetings.addresses import secret_index
from schakel.network.meetings.models import CalendarAddress

_SECRET_BYTES = 32
# A fetch is written down at most so often: calendars ask every hour, and more.
_NOTED_EVERY = timedelta(hours=6)


@transaction.atomic
def make_address(*, by: User) -> str:
    """A new secret for one's own address; an older one opens nothing any more. Raises PermissionDenied."""
    require(by, "see", "meetings.Platform")
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    CalendarAddress.objects.update_or_create(
        user=by,
        defaults={
            "secret_index": secret_index(secret),
            "made_at": timezone.now(),
            "fetched_at": None,
        },
    )
    _log(by, "calendar:made")
    return secret


@transaction.atomic
def withdraw_address(*, by: User) -> None:
    """The address opens nothing from now on. Twice is once."""
    deleted, _rows = CalendarAddress.objects.filter(user=by).delete()
    if deleted:
        _log(by, "calendar:withdrawn")


def holder(secret: str) -> User | None:
    """Whose meetings this secret opens; None where nobody's, whatever the reason."""
    found = CalendarAddress.objects.select_related("user").filter(secret_index=secret_index(secret))
    address = found.first()
    if address is None or not address.user.is_active:
        return None
    now = timezone.now()
    if address.fetched_at is None or now - address.fetched_at > _NOTED_EVERY:
        CalendarAddress.objects.filter(pk=address.pk).update(fetched_at=now)
    return address.user


def _log(by: User, what: str) -> None:
    record(by=by, event=Event.SECURITY, object_type="user", object_id=by.number, data=(what,))
