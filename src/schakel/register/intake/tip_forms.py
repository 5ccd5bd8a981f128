"""The form with which a colleague writes down a tip."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.foundation.ui.guarding import guarded
from schakel.register.intake.validation import refuse_service_number


class TipForm(forms.Form):
    """As little as possible: what was seen, and how to call back where the caller wants that."""

    text = forms.CharField(
        label=_("What does the caller tell?"),
        max_length=4000,
        validators=[refuse_service_number],
        widget=guarded(forms.Textarea({"rows": 8})),
        help_text=_(
            "What was seen, where and when. Names only where nobody can be helped without them."
        ),
    )
    contact = forms.CharField(
        label=_("How to reach the caller"),
        max_length=200,
        required=False,
        validators=[refuse_service_number],
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Only if the caller wants that. A tip may be anonymous."),
    )
