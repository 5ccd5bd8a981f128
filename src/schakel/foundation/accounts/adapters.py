"""What we ask of django-allauth beyond its settings: no sign-up, our words, no address kept in clear."""

import time
from io import BytesIO
from typing import Any

import qrcode
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from schakel.foundation.accounts.addresses import client_address, counted_as
from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.sealed import FACTOR_PLACE
from schakel.foundation.vault.tokens import seal, unseal


class SignInAdapter(DefaultAccountAdapter):
    """Sign-in, sign-out and passwords."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and password do not belong together."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _(
            "This code is not right. Take the newest one from your app and try again."
        ),
        "too_many_login_attempts": _(
            "There were too many failed attempts. Wait five minutes and try again. If you forgot your "
            "password, ask for a new one."
        ),
        "rate_limited": _("That was too often in a short time. Wait five minutes and try again."),
        "invalid_password_reset": _("This link is no longer valid. Ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an administrator."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Under which name this machine's attempts are counted: never its address itself."""
        return counted_as(client_address(request))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within ten minutes of signing in: who sets up a first factor has just given a password."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:me")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps, passkeys and recovery codes; their secrets lie in the vault."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": SignInAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": _(
            "You get recovery codes when you have set up an authenticator app or a passkey."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal(text.encode(), FACTOR_PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, FACTOR_PLACE).decode()

    def build_totp_svg(self, url: str) -> str:
        """As allauth's, on a white ground: on a dark page no camera reads black on black."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Schakel"}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        if number == 1:
            return gettext("My passkey")
        return gettext("Passkey %(number)d") % {"number": number}
