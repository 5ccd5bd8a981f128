"""Forms of the sign-in (allauth's, in our words) and of the administrator's pages."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth import password_validation
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from schakel.foundation.accounts.choices import ROLE_CHOICES
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.geography.queries import region_choices
from schakel.foundation.terms.queries import choices
from schakel.foundation.vault.fingerprints import fingerprint

# A code is good for three steps of 30 seconds; allauth remembers that it was used for one of them only.
CODE_LIFETIME = 120
PASSWORD_HINT = _(
    "At least 12 characters. A few words in a row are easy to remember and hard to guess. Do not use a "
    "password that you use elsewhere."
)


class OurWords(forms.Form):
    """Labels and hints of our own instead of allauth's, and no placeholders: those vanish when one types."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class SignInForm(OurWords, account.LoginForm):
    """E-mail address and password."""

    labels = {"login": _("E-mail address"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ConfirmPasswordForm(OurWords, account.ReauthenticateForm):
    """The password once more, before something weighty."""

    labels = {"password": _("Password")}


class PasswordForgottenForm(OurWords, account.ResetPasswordForm):
    """Ask for a link."""

    labels = {"email": _("E-mail address")}


class PasswordSetForm(OurWords, account.ResetPasswordKeyForm):
    """A new password, after the link."""

    labels = {"password1": _("New password"), "password2": _("New password, once more")}
    hints = {"password1": PASSWORD_HINT}

    def clean_password1(self) -> str:
        password = self.cleaned_data["password1"]
        password_validation.validate_password(password, self.user)
        return password


class PasswordChangeForm(OurWords, account.ChangePasswordForm):
    """A new password, knowing the old one."""

    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }
    hints = {"password1": PASSWORD_HINT}


class UsedOnce(OurWords, mfa.BaseAuthenticateForm):
    """A code from the app is good for one use, however long it stays valid."""

    labels = {"code": _("Code")}
    hints = {"code": _("The six digits that your app shows now, or one of your recovery codes.")}

    def clean_code(self) -> str:
        code = super().clean_code()
        seen = fingerprint("one-time code", str(self.user.pk), code.replace(" ", ""))
        if not cache.add(f"accounts:code:{seen}", True, CODE_LIFETIME):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(UsedOnce, mfa.AuthenticateForm):
    """The second step of signing in."""


class ConfirmCodeForm(UsedOnce, mfa.ReauthenticateForm):
    """A code once more, before something weighty."""


class AuthenticatorAppForm(OurWords, ActivateTOTPForm):
    """Show that the app is set up: type the first code."""

    labels = {"code": _("Code")}
    hints = {"code": _("The six digits that your app shows now.")}


class PasskeyForm(OurWords, AddWebAuthnForm):
    """A passkey or security key under a name of one's own."""

    labels = {
        "name": _("Name"),
        "passwordless": _("Also sign in with this key alone, without a password"),
    }
    hints = {
        "name": _("So that you can tell your keys apart, such as “telephone” or “key at work”."),
        "passwordless": _("Your device then asks for your fingerprint, your face or a PIN."),
    }


class PasskeyNameForm(OurWords, EditWebAuthnForm):
    """Another name for a passkey."""

    labels = {"name": _("Name")}


class UserSearchForm(forms.Form):
    """Find a user; sent by POST, since names and addresses do not belong in the address of a page."""

    text = forms.CharField(label=_("Name or e-mail address"), max_length=150, required=False)
    mark_optional = False


class UserForm(forms.Form):
    """A new user; roles are given on the page that follows."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person gets a link here to choose a password. Use a personal address."),
    )


class MandateForm(forms.Form):
    """A role at an organisation."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(active=True), label=_("Organisation"), to_field_name="number"
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", "---------"), *ROLE_CHOICES])


class OrganisationForm(forms.Form):
    """A new organisation."""

    name = forms.CharField(label=_("Name"), max_length=200)
    reporter_type = forms.ChoiceField(
        label=_("Kind of reporter"),
        required=False,
        choices=lambda: [("", "---------"), *choices("reporter_type")],
        help_text=_("Leave empty for an organisation that sends no reports."),
    )
    police_unit = forms.ChoiceField(
        label=_("Police unit"),
        required=False,
        choices=lambda: [("", "---------"), *region_choices()],
        help_text=_("Leave empty for an organisation that works nationally."),
    )
