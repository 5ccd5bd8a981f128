"""What a reader may ask of the page with municipalities."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MunicipalityFilter(forms.Form):
    """Search by name; the choice of regions travels along."""

    q = forms.CharField(label=_("Name of the municipality"), max_length=80, required=False)
    by = forms.CharField(widget=forms.HiddenInput, required=False)
