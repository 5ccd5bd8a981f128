"""Sign-ins and security events in the audit log, heard from Django and allauth (not from own apps)."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.queries import user_number
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event, Result

UNKNOWN = "unknown"


@receiver(user_logged_in)
def signed_in(user: User, **_signal: Any) -> None:
    record(by=user, event=Event.SIGN_IN, object_type="user", object_id=user.number)


@receiver(user_logged_out)
def signed_out(user: User | None, **_signal: Any) -> None:
    if user is not None:
        record(by=user, event=Event.SIGN_OUT, object_type="user", object_id=user.number)


@receiver(user_login_failed)
def sign_in_failed(credentials: dict[str, Any], **_signal: Any) -> None:
    """The typed address is never kept: people type their password there, or somebody else's address."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    _failed(user_number(typed) or UNKNOWN, "password")


@receiver(mfa.authentication_failed)
def second_factor_failed(user: User, **_signal: Any) -> None:
    _failed(user.number, "second_factor")


def _failed(number: str, what: str) -> None:
    record(
        by=None,
        event=Event.SIGN_IN_FAILED,
        object_type="user",
        object_id=number,
        data=(what,),
        result=Result.REFUSED,
    )


@receiver(account.password_changed)
@receiver(account.password_set)
def password_changed(user: User, **_signal: Any) -> None:
    _security(user, "password:changed")


@receiver(account.password_reset)
def password_reset(user: User, **_signal: Any) -> None:
    _security(user, "password:reset")


@receiver(mfa.authenticator_added)
def factor_added(user: User, authenticator: Authenticator, **_signal: Any) -> None:
    _security(user, f"{authenticator.type}:added")


@receiver(mfa.authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **_signal: Any) -> None:
    _security(user, f"{authenticator.type}:removed")


@receiver(mfa.authenticator_reset)
def factor_renewed(user: User, authenticator: Authenticator, **_signal: Any) -> None:
    _security(user, f"{authenticator.type}:renewed")


def _security(user: User, what: str) -> None:
    record(by=user, event=Event.SECURITY, object_type="user", object_id=user.number, data=(what,))
