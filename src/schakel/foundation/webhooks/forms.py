"""The administrator's form for a new subscription."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from schakel.foundation.webhooks.addresses import is_well_formed
from schakel.foundation.webhooks.catalogue import offered
from schakel.foundation.webhooks.queries import organisations_that_report


def check_address(address: str) -> None:
    """Refuse what can never be called; whether the machine may be called is looked at when sending."""
    if not is_well_formed(address):
        raise ValidationError(
            _(
                "Give an address that begins with https://, without a user name, a question mark or #."
            )
        )


class SubscriptionForm(forms.Form):
    """Who is told, where, and of what."""

    organisation = forms.ModelChoiceField(
        organisations_that_report(), label=_("Organisation"), to_field_name="number"
    )
    address = forms.CharField(
        label=_("Address of their system"),
        max_length=300,
        validators=[check_address],
        help_text=_(
            "The partner gives you this address. It begins with https:// and can be reached from the "
            "internet."
        ),
    )
    events = forms.MultipleChoiceField(
        label=_("Of what"),
        required=False,
        choices=lambda: [(kind.name, kind.label) for kind in offered()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose nothing for everything, also what is added later."),
    )
