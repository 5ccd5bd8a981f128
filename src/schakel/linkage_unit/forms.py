"""Forms of the unit's administrators."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.accounts.addresses import NetworksField
from schakel.foundation.terms.queries import choices
from schakel.linkage_unit.choices import KEPT_FROM, Kind

_DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class PartnerForm(forms.Form):
    """A new party."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    source = forms.CharField(
        label=_("Number at the centre"),
        max_length=20,
        help_text=_("Ask the centre. It looks like O-7GBJ-K200."),
    )
    kind = forms.ChoiceField(label=_("What does it do?"), choices=Kind.choices)
    reporter_type = forms.ChoiceField(
        label=_("Kind of reporter"),
        required=False,
        choices=lambda: [("", "---------"), *choices("reporter_type")],
    )


class EpochForm(forms.Form):
    """A new epoch."""

    name = forms.CharField(
        label=_("Name"),
        max_length=20,
        help_text=_("The year, such as 2026; or 2026-2 where a key had to be replaced."),
    )
    opened_on = forms.DateField(label=_("First day"), widget=_DAY)
    closes_on = forms.DateField(
        label=_("Last day"),
        widget=_DAY,
        help_text=_("Until then codes are taken. After it they can be deleted."),
    )
    key = forms.RegexField(
        r"^[0-9a-f]{16}$",
        label=_("Fingerprint of the key"),
        required=False,
        help_text=_(
            "Sixteen characters that the key custodian gives you; never the key. Leave it empty and the "
            "first delivery decides."
        ),
        error_messages={"invalid": _("Sixteen characters: digits and the letters a to f.")},
    )


class CalibrationForm(forms.Form):
    """From which likeness on two codes count as one person."""

    threshold = forms.FloatField(
        label=_("Alike from"),
        min_value=KEPT_FROM,
        max_value=1,
        localize=True,
        help_text=_(
            "Between 0.60 and 1. Measure first: docs/how-to/unit-administrator.md says how."
        ),
    )


class UnitTokenForm(forms.Form):
    """A token for a party."""

    name = forms.CharField(label=_("Which programme uses it?"), max_length=80)
    days = forms.ChoiceField(
        label=_("How long is it valid?"),
        choices=[("91", _("three months")), ("183", _("half a year")), ("366", _("one year"))],
        initial="183",
    )
    networks = NetworksField(
        label=_("From which addresses?"),
        help_text=_(
            "IP addresses or ranges, one per line. Leave it empty and the token works from anywhere."
        ),
    )

    def wanted(self) -> dict[str, Any]:
        """What `make_token` asks. Valid forms only."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "networks": given["networks"],
            "expires_at": timezone.now() + timedelta(days=int(given["days"])),
        }
