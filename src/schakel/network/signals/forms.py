"""The forms of signals: which to see, and one step further."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.network.signals.choices import TRANSITIONS, Level, State, Theme
from schakel.network.signals.models import Signal


class SignalFilter(forms.Form):
    """Which signals."""

    theme = forms.ChoiceField(
        label=_("What it is about"), required=False, choices=[("", _("all themes")), *Theme.choices]
    )
    state = forms.ChoiceField(
        label=_("Where it stands"), required=False, choices=[("", _("open")), *State.choices]
    )


class StepForm(forms.Form):
    """One step further."""

    state = forms.ChoiceField(label=_("What happens to it"))
    level = forms.ChoiceField(
        label=_("Who deals with it"), required=False, choices=[("", _("as it was")), *Level.choices]
    )
    same_as = forms.CharField(
        label=_("Or the same as signal"),
        required=False,
        max_length=16,
        help_text=_("The number of a signal that says the same. It counts this one from now on."),
    )
    text = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Many people read this. Write nothing about a client."),
    )

    def __init__(self, *args: Any, now: str, **more: Any) -> None:
        super().__init__(*args, **more)
        possible = [pair for pair in State.choices if pair[0] in TRANSITIONS[now]]
        self.fields["state"].choices = possible  # type: ignore[attr-defined]

    def clean_same_as(self) -> Signal | None:
        number = self.cleaned_data["same_as"].strip()
        found = Signal.objects.filter(number=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError(_("No signal has this number."))
        return found
