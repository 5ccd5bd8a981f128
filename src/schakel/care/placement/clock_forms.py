"""The forms of legal clocks: how far to look ahead, and what happened."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.clocked import ClockEnd, ClockKind, ClockStep
from schakel.care.placement.clocks import who
from schakel.care.placement.models import Client

AHEAD = 30


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AheadForm(forms.Form):
    """How far to look ahead."""

    days = forms.IntegerField(
        label=_("Runs out within (days)"), required=False, min_value=0, max_value=730
    )


class ClockForm(forms.Form):
    """One fact about one clock of somebody of the group."""

    client = forms.ChoiceField(label=_("Of whom"))
    clock = forms.ChoiceField(label=_("Clock"), choices=ClockKind.choices)
    step = forms.ChoiceField(
        label=_("What happened"),
        choices=[pair for pair in ClockStep.choices if pair[0] != ClockStep.UNDONE],
    )
    on = forms.DateField(label=_("On"), widget=_day())
    until = forms.DateField(
        label=_("Last day, as the decision names it"),
        required=False,
        widget=_day(),
        help_text=_("Only when it begins. Empty: as long as the law says; never later than that."),
    )
    reason = forms.ChoiceField(
        label=_("Why it ended"), required=False, choices=[("", "–"), *ClockEnd.choices]
    )
    ground = forms.CharField(
        label=_("Which decision or letter says so"),
        required=False,
        max_length=120,
        help_text=_("Its reference and date. Needed where a clock stands still. No names."),
    )

    def __init__(self, *args: Any, clients: list[Client], **more: Any) -> None:
        super().__init__(*args, **more)
        self._clients = {str(client.pk): client for client in clients}
        self.fields["client"].choices = [(pk, who(row)) for pk, row in self._clients.items()]  # type: ignore[attr-defined]
        self.initial.setdefault("on", timezone.localdate())

    def clean_client(self) -> Client:
        return self._clients[self.cleaned_data["client"]]
