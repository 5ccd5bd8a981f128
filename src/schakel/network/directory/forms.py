"""What a visitor may ask of the directory."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from schakel.foundation.geography.queries import fold
from schakel.foundation.terms.queries import choices
from schakel.network.directory.choices import LANGUAGE_CODES, AgeBand

# No help is for these.
_NO_FORM = ("NOT_YET_EXPLOITED", "UNKNOWN")
# In an address instead of a day that nobody can read: what somebody typed is not kept in one.
UNREAD_DAY = "unread"


def _with_all(
    everything: str | Promise, pairs: list[tuple[str, str]]
) -> list[tuple[str, str | Promise]]:
    return [("", everything), *pairs]


def language_choices() -> list[tuple[str, str]]:
    """(code, name in the language of the page) by name."""
    names = [(code, str(get_language_info(code)["name_translated"])) for code in LANGUAGE_CODES]
    return sorted(names, key=lambda pair: fold(pair[1]))


def form_choices() -> list[tuple[str, str]]:
    """(code, label) of the forms of exploitation for which there is help."""
    return [pair for pair in choices("exploitation_form") if pair[0] not in _NO_FORM]


class DirectoryFilter(forms.Form):
    """Where, for whom and what kind of help; all of it may be left out.

    A place in words leads on to the address with its code: what somebody typed is not kept in one.
    """

    place = forms.CharField(
        label=_("Municipality or place"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"list": "places", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    municipality = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind of help"),
        required=False,
        choices=lambda: _with_all(_("All kinds"), choices("organisation_kind")),
    )
    form = forms.ChoiceField(
        label=_("What is going on"),
        required=False,
        choices=lambda: _with_all(_("Anything"), form_choices()),
    )
    age = forms.ChoiceField(
        label=_("Age"), required=False, choices=[("", _("All ages")), *AgeBand.choices]
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: _with_all(_("All languages"), language_choices()),
    )
    on = forms.DateField(
        label=_("As on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_on(self) -> date | None:
        """Today is no special day: an address without one stays right tomorrow."""
        day: date | None = self.cleaned_data["on"]
        return None if day == timezone.localdate() else day

    def asked(self) -> dict[str, Any]:
        """What was asked, without what could not be understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def day_is_unread(self) -> bool:
        """Somebody gave a day, and it is none."""
        return "on" in self.errors
