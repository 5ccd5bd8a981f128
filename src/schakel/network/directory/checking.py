"""Asking whether entries are still right, by mail with a link that confirms and does nothing else."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from schakel.foundation.access.actors import Actor, SystemActor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import User
from schakel.network.directory.actions import note_checked
from schakel.network.directory.asked import CheckRequest, secret_index
from schakel.network.directory.models import Listing, ListingVersion
from schakel.network.directory.queries import due, versions_on
from schakel.network.directory.rules import OWN_ROLES

# Nobody is asked about the same entry more often.
AGAIN_AFTER = timedelta(days=14)
_SECRET_BYTES = 32
_LANGUAGE = "nl"


class LinkSpentError(Exception):
    """The link was used, is too old, was overtaken, or never was one."""


@dataclass
class Asked:
    """What a round did: entries asked about, mails sent, and entries for which nobody has an address."""

    entries: int = 0
    mails: int = 0
    without_address: int = 0
    is_down: bool = False


def ask(*, by: Actor, origin: str, now: datetime | None = None) -> Asked:
    """Ask about every entry that is due. `origin`: where people reach this system (``https://…``).

    Ends at the first sign that the mail server is down; the next round goes on where this one ended.
    """
    require(by, "place", "directory.Listing")
    moment, done = now or timezone.now(), Asked()
    rows = list(due(timezone.localdate(moment)).exclude(checks__asked_at__gt=moment - AGAIN_AFTER))
    versions = versions_on([row.pk for row in rows], timezone.localdate(moment))
    for row in rows:
        version = versions.get(row.pk)
        to: list[User | str] = [*_keepers(row)]
        if not to and version and version.email:
            to.append(version.email)
        if version is None or not to:
            done.without_address += 1
            continue
        for one in to:
            try:
                _send(row, version, one, origin, moment)
            except OSError:  # the mail server; smtplib's errors are OSErrors too
                done.is_down = True
                return done
            done.mails += 1
        done.entries += 1
    return done


def _keepers(listing: Listing) -> list[User]:
    if listing.organisation_id is None:
        return []
    mandates = {"organisation": listing.organisation_id, "role__in": OWN_ROLES}
    found = User.objects.filter(
        is_active=True, **{f"mandates__{name}": value for name, value in mandates.items()}
    )
    return list(found.distinct().order_by("pk"))


def _send(
    listing: Listing, version: ListingVersion, to: User | str, origin: str, now: datetime
) -> None:
    """No question without its mail: what could not be sent was not asked."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    user, address = (to, to.email) if isinstance(to, User) else (None, to)
    with transaction.atomic(), override(_LANGUAGE):
        CheckRequest.objects.create(
            listing=listing, user=user, secret_index=secret_index(secret), asked_at=now
        )
        context = {"name": version.name, "link": f"{origin.rstrip('/')}/entries/check/{secret}/"}
        EmailMessage(
            render_to_string("directory/mail/check_subject.txt", context).strip(),
            render_to_string("directory/mail/check.txt", context),
            None,
            [address],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()


def question(secret: str, now: datetime | None = None) -> CheckRequest:
    """The open question behind this link. Raises LinkSpentError."""
    found = (
        CheckRequest.objects.select_related("listing", "user")
        .filter(secret_index=secret_index(secret))
        .first()
    )
    if found is None or not found.is_open(now or timezone.now()):
        raise LinkSpentError
    return found


@transaction.atomic
def confirm(*, secret: str, now: datetime | None = None) -> Listing:
    """The entry is right as it stands, says whoever got this link; the link is spent. Raises LinkSpentError.

    Who may no longer keep the entry can no longer confirm it either, whatever mail they still have.
    """
    asked = question(secret, now)
    listing = Listing.objects.select_for_update().get(pk=asked.listing_id)
    asked = question(secret, now)  # once more, now that nobody else can be using it
    by: Actor = asked.user or SystemActor("directory-link")
    try:
        note_checked(by=by, listing=listing)
    except PermissionDenied as error:
        raise LinkSpentError from error
    CheckRequest.objects.filter(pk=asked.pk).update(confirmed=True)
    return listing
