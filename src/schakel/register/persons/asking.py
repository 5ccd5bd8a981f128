"""What pages of several apps ask in the same words: a number of ours, and why an identity is opened."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.foundation.terms.numbers import read_number
from schakel.register.persons.choices import IdentityGround

_NOT_A_NUMBER = _("This is not a number of ours. Check each letter and digit.")


class NumberField(forms.CharField):
    """A number as people type it ("m 7k3f9qxa"); cleans to the number as stored, or ""."""

    def __init__(self, prefix: str, **kwargs: Any) -> None:
        self.prefix = prefix
        super().__init__(max_length=20, **kwargs)
        self.widget.attrs.update(autocomplete="off", spellcheck="false")

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        number = read_number(text)
        if number is None or not number.startswith(f"{self.prefix}-"):
            raise forms.ValidationError(_NOT_A_NUMBER, code="number")
        return number


class IdentityForm(forms.Form):
    """Why somebody wants to see who a person is."""

    ground = forms.ChoiceField(
        label=_("Why do you need to see the identity?"),
        choices=IdentityGround.choices,
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        max_length=500,
        help_text=_("In one sentence. Do not write names here."),
        widget=forms.Textarea({"rows": 2}),
    )
