"""Pieces of the account pages."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from schakel.foundation.accounts.choices import ROLE_LABELS
from schakel.foundation.accounts.demo import DEMO_PASSWORD, logins_here
from schakel.foundation.accounts.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_logins(context: template.Context) -> list[dict[str, Any]]:
    """`{% demo_logins as logins %}`: the logins to show on the sign-in page; none outside demo mode."""
    if not settings.SCHAKEL_DEMO:
        return []
    context["password"] = DEMO_PASSWORD
    return [
        {"label": ROLE_LABELS[login.role], "email": login.email, "sees": login.sees}
        for login in logins_here()
    ]


@register.filter
def account_facts(user: User) -> list[tuple[str, Any]]:
    """`{% facts user|account_facts %}`: who this is."""
    return [(_("Name"), user.name), (_("E-mail address"), user.email), (_("Number"), user.number)]


@register.filter
def factor_label(factor: Authenticator) -> str:
    """`{{ factor|factor_label }}`: a second factor in words."""
    if factor.type == Authenticator.Type.WEBAUTHN:
        return _("Passkey “%(name)s”") % {"name": factor.wrap().name}
    names = {
        Authenticator.Type.TOTP: _("Authenticator app"),
        Authenticator.Type.RECOVERY_CODES: _("Recovery codes"),
    }
    return names[factor.type]
