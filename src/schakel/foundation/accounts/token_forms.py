"""The form for a new access token."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from schakel.foundation.accounts.addresses import NetworksField
from schakel.foundation.accounts.choices import REPORTING_SCOPES, Scope
from schakel.foundation.accounts.tokens import LONGEST_LIFE

LIVES = [
    ("30", _("one month")),
    ("91", _("three months")),
    ("183", _("half a year")),
    (str(LONGEST_LIFE.days), _("one year")),
]


class TokenForm(forms.Form):
    """Which programme, what it may, from where and for how long."""

    mark_optional = False
    name = forms.CharField(
        label=_("Which programme uses it?"),
        max_length=80,
        help_text=_("So that you know it again, such as “case system of the unit”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=[(str(scope), capfirst(scope.label)) for scope in REPORTING_SCOPES],
        initial=[str(Scope.REPORTS_WRITE), str(Scope.REPORTS_READ)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that the token allows.")},
    )
    days = forms.ChoiceField(
        label=_("How long is it valid?"),
        choices=LIVES,
        initial="183",
        help_text=_("After that the programme needs a new token. One year is the longest."),
    )
    networks = NetworksField(
        label=_("From which addresses? (not required)"),
        help_text=_(
            "IP addresses or ranges, one per line, such as 192.0.2.7 or 2001:db8::/48. Ask the "
            "organisation. Leave it empty and the token works from anywhere: then who finds it can use it."
        ),
    )

    def wanted(self) -> dict[str, Any]:
        """What `create_token` asks. Valid forms only."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "scopes": given["scopes"],
            "networks": given["networks"],
            "expires_at": timezone.now() + timedelta(days=int(given["days"])),
        }
