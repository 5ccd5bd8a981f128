"""What can happen to access tokens: made, shown at the door, revoked. Each step stands in the log."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.addresses import Address, Network
from schakel.foundation.accounts.choices import REPORTING_SCOPES, Scope
from schakel.foundation.accounts.demo import DEMO_TOKEN, DEMO_TOKEN_NAME
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.accounts.tokens import (
    LONGEST_LIFE,
    PREFIX,
    AccessToken,
    TokenActor,
    secret_index,
)
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event, Result

UNKNOWN = "unknown"


@transaction.atomic
def create_token(
    *,
    by: Actor,
    organisation: Organisation,
    name: str,
    scopes: Collection[str],
    expires_at: datetime,
    networks: Sequence[Network] = (),
) -> tuple[AccessToken, str]:
    """A new token and its secret, which is kept nowhere. Raises PermissionDenied and ValidationError."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = _store(
        by,
        AccessToken(
            organisation=organisation,
            name=name,
            scopes=" ".join(code for code in Scope.values if code in scopes),
            expires_at=expires_at,
            addresses=" ".join(map(str, networks)),
            secret_index=secret_index(secret),
            created_by=by.actor_id,
        ),
    )
    return token, secret


def _store(by: Actor, token: AccessToken) -> AccessToken:
    require(by, "create", "accounts.AccessToken")
    _check(token)
    token.save()
    _log(by, token, "token:made", f"organisation:{token.organisation.number}")
    return token


def _check(token: AccessToken) -> None:
    now = timezone.now()
    if not token.scopes:
        raise ValidationError({"scopes": _("Choose at least one thing that the token allows.")})
    if not now < token.expires_at <= now + LONGEST_LIFE:
        raise ValidationError({"expires_at": _("A token is valid for one year at most.")})
    reporting = set(token.scopes.split()) & {str(scope) for scope in REPORTING_SCOPES}
    if reporting and not token.organisation.reporter_type:
        raise ValidationError(
            _("This organisation does not report, so a token would be of no use to it.")
        )


@transaction.atomic
def revoke_token(*, by: Actor, token: AccessToken) -> None:
    """The token opens nothing from now on. Twice is once."""
    require(by, "revoke", token)
    locked = AccessToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if locked.is_revoked:
        return
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    _log(by, locked, "token:revoked")


def _log(by: Actor, token: AccessToken, *what: str) -> None:
    record(
        by=by, event=Event.SECURITY, object_type="token", object_id=token.number, data=tuple(what)
    )


def admit(*, secret: str, address: Address) -> TokenActor | None:
    """Who acts with this secret from this address; None where nobody does, whatever the reason.

    One look-up by a keyed hash, whether the token exists or not: neither the answer nor its time tells
    how close a guess came.
    """
    index = secret_index(secret)
    token = AccessToken.objects.select_related("organisation").filter(secret_index=index).first()
    if token is None or not constant_time_compare(token.secret_index, index):
        return None
    if not token.admits(address) or not _is_allowed_in(secret):
        return None
    now = timezone.now()
    if token.is_due_to_be_noted(now):
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token.as_actor()


def _is_allowed_in(secret: str) -> bool:
    """Everybody knows the token of the demonstration: outside it that token is dead."""
    return settings.SCHAKEL_DEMO or not constant_time_compare(secret, DEMO_TOKEN)


def record_refusal(*, secret: str) -> None:
    """Write down that a token was refused: its number where there is one, never what was shown."""
    numbers = AccessToken.objects.filter(secret_index=secret_index(secret))
    number = numbers.values_list("number", flat=True).first()
    record(
        by=None,
        event=Event.SIGN_IN_FAILED,
        object_type="token",
        object_id=number or UNKNOWN,
        data=("token",),
        result=Result.REFUSED,
    )


@transaction.atomic
def create_demo_token(*, by: Actor, organisation: Organisation) -> AccessToken:
    """The token of the demonstration, for its how-to; made once, and dead outside demo mode."""
    if not settings.SCHAKEL_DEMO:
        raise PermissionDenied("the demo token exists in demo mode only (SCHAKEL_DEMO=1)")
    index = secret_index(DEMO_TOKEN)
    return AccessToken.objects.filter(secret_index=index).first() or _store(
        by,
        AccessToken(
            organisation=organisation,
            name=DEMO_TOKEN_NAME,
            scopes=" ".join(map(str, REPORTING_SCOPES)),
            expires_at=timezone.now() + LONGEST_LIFE,
            secret_index=index,
            created_by=by.actor_id,
        ),
    )
