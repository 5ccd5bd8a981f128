"""What can happen to accounts. Each: check the rule, change, write the audit line; or nothing at all."""

from collections.abc import Mapping

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.demo import DEMO_ORGANISATIONS, DEMO_PASSWORD, logins_here
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event


@transaction.atomic
def create_organisation(
    *, by: Actor, name: str, reporter_type: str = "", police_unit: str | None = None
) -> Organisation:
    """Add a party. `reporter_type` is a code of that list, `police_unit` a code of geography's, or empty."""
    require(by, "manage", "accounts.Organisation")
    if Organisation.objects.filter(name__iexact=name).exists():
        raise ValidationError({"name": _("There is already an organisation with this name.")})
    organisation = Organisation.objects.create(
        name=name, reporter_type=reporter_type, police_unit_id=police_unit or None
    )
    record(by=by, event=Event.CREATE, object_type="organisation", object_id=organisation.number)
    return organisation


@transaction.atomic
def create_user(*, by: Actor, email: str, name: str, password: str | None = None) -> User:
    """Add a person who can sign in; without a password, by the link of `password_link` or `invite`.

    Raises `ValidationError` where the address is none or is taken.
    """
    require(by, "create", "accounts.User")
    validate_email(email)
    if User.objects.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("There is already a user with this e-mail address.")})
    user = User.objects.create_user(email=email, name=name, password=password)
    record(by=by, event=Event.CREATE, object_type="user", object_id=user.number)
    return user


@transaction.atomic
def grant_mandate(*, by: Actor, user: User, organisation: Organisation, role: str) -> Mandate:
    """Let `user` act for `organisation` as `role`; never oneself. Twice is once."""
    require(by, "manage", user)
    mandate, is_new = Mandate.objects.get_or_create(
        user=user, organisation=organisation, role=Role(role)
    )
    if is_new:
        _record_mandate(by, "granted", mandate)
    return mandate


@transaction.atomic
def withdraw_mandate(*, by: Actor, mandate: Mandate) -> None:
    """`mandate.user` may no longer act so; never oneself. Twice is once."""
    require(by, "manage", mandate.user)
    if Mandate.objects.filter(pk=mandate.pk).delete()[0]:
        _record_mandate(by, "withdrawn", mandate)


def _record_mandate(by: Actor, what: str, mandate: Mandate) -> None:
    record(
        by=by,
        event=Event.SECURITY,
        object_type="user",
        object_id=mandate.user.number,
        data=(
            f"mandate:{what}",
            f"role:{mandate.role}",
            f"organisation:{mandate.organisation.number}",
        ),
    )


@transaction.atomic
def deactivate_user(*, by: Actor, user: User) -> None:
    """Close the account: open sessions end at their next request, and nobody signs in with it any more."""
    _set_active(by, user, False)


@transaction.atomic
def reactivate_user(*, by: Actor, user: User) -> None:
    """Open a closed account again, with the mandates it had."""
    _set_active(by, user, True)


def _set_active(by: Actor, user: User, active: bool) -> None:
    require(by, "manage", user)
    user.is_active = active
    if User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active):
        _record_security(by, user, f"account:{'opened' if active else 'closed'}")


@transaction.atomic
def reset_second_factor(*, by: Actor, user: User) -> None:
    """Forget every second factor of `user` (a lost telephone); the next sign-in asks to set one up anew."""
    require(by, "manage", user)
    Authenticator.objects.filter(user=user).delete()
    _record_security(by, user, "second_factor:reset")


def _record_security(by: Actor, user: User, what: str) -> None:
    record(by=by, event=Event.SECURITY, object_type="user", object_id=user.number, data=(what,))


@transaction.atomic
def password_link(*, by: Actor, user: User) -> str:
    """The path of a page where `user` sets a password: works once, for `PASSWORD_RESET_TIMEOUT` seconds."""
    require(by, "manage", user)
    _record_security(by, user, "password:link")
    return reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )


def invite(*, by: Actor, user: User, site: str) -> None:
    """Mail `user` the link to set a password. `site`: ``https://host``, as the visitor sees it.

    The link goes to the person only: an administrator who saw it could act in that person's name.
    """
    text = render_to_string(
        "accounts/mail/invitation.txt",
        {
            "link": site + password_link(by=by, user=user),
            "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
        },
    )
    send_mail(_("Your account for Schakel"), text, None, [user.email])


@transaction.atomic
def create_demo_organisations(*, by: Actor) -> dict[str, Organisation]:
    """The invented parties of the demonstration by key (`demo.DEMO_ORGANISATIONS`); made once."""
    _require_demo()
    return {
        key: Organisation.objects.filter(name=party.name).first()
        or create_organisation(
            by=by, name=party.name, reporter_type=party.reporter_type, police_unit=party.police_unit
        )
        for key, party in DEMO_ORGANISATIONS.items()
    }


@transaction.atomic
def create_demo_logins(
    *, by: Actor, organisations: Mapping[str, Organisation] | None = None
) -> list[User]:
    """One login per role, for the demonstration only; `organisations` replaces invented ones by key.

    Idempotent: what exists stays, and gets its known password back.
    """
    _require_demo()
    parties = dict(organisations or {})
    if not {login.organisation for login in logins_here()} <= parties.keys():
        parties = {**create_demo_organisations(by=by), **parties}
    users = []
    for login in logins_here():
        user = User.objects.filter(email=login.email).first() or create_user(
            by=by, email=login.email, name=login.name
        )
        if not user.check_password(DEMO_PASSWORD):
            user.set_password(DEMO_PASSWORD)
            user.save(update_fields=["password"])
        grant_mandate(by=by, user=user, organisation=parties[login.organisation], role=login.role)
        users.append(user)
    return users


def _require_demo() -> None:
    if not settings.SCHAKEL_DEMO:
        raise PermissionDenied("demo logins exist in demo mode only (SCHAKEL_DEMO=1)")
