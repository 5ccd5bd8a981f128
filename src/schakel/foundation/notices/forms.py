"""What a user chooses about mail."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PreferenceForm(forms.Form):
    """Mail or none, and in which language."""

    by_mail = forms.BooleanField(
        label=_("Send me a mail when something waits for me"),
        required=False,
        help_text=_(
            "A mail holds a number and nothing about a person. What waits also stands here."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    mark_optional = False
