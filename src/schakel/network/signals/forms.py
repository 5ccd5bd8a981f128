"""The forms of signals: raising one, which to see, and one step further."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.accounts.choices import STAFF_ROLES
from schakel.foundation.accounts.models import User
from schakel.foundation.geography.models import Municipality, PoliceUnit
from schakel.foundation.geography.queries import municipality_choices, police_unit_choices
from schakel.foundation.ui.guarding import ConfirmedTextForm
from schakel.network.signals.actions import Move
from schakel.network.signals.cases import refuse_cases
from schakel.network.signals.choices import (
    OPEN,
    TRANSITIONS,
    Kind,
    Level,
    Scale,
    State,
    Theme,
    is_higher,
)
from schakel.network.signals.models import Signal


class RaiseForm(ConfirmedTextForm):
    """What somebody in the chain saw: four fields, one of them to type in."""

    texts = ("text",)

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Kind.BOTTLENECK, _("A bottleneck: something does not work")),
            (Kind.TREND, _("A trend: something changes")),
            (Kind.SUCCESS, _("A success: something works that others could do too")),
        ],
        initial=Kind.BOTTLENECK,
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(label=_("What is it about?"), choices=[("", "–"), *Theme.choices])
    text = forms.CharField(
        label=_("What do you see?"),
        max_length=2000,
        validators=[refuse_cases],
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "What happens, how often, and what it leads to. Not about one client: no names, no numbers, "
            "nothing by which somebody could be known."
        ),
    )
    region = forms.ChoiceField(
        label=_("Where?"),
        required=False,
        choices=lambda: [("", _("the whole country, or not known")), *police_unit_choices(False)],
    )
    municipality = forms.ChoiceField(
        label=_("Only in one municipality?"),
        required=False,
        choices=lambda: [("", _("no")), *municipality_choices()],
    )

    def clean_region(self) -> PoliceUnit | None:
        code = self.cleaned_data["region"]
        return PoliceUnit.objects.get(pk=code) if code else None

    def clean_municipality(self) -> Municipality | None:
        code = self.cleaned_data["municipality"]
        return Municipality.objects.get(pk=code) if code else None

    @property
    def given(self) -> dict[str, Any]:
        """What `raise_signal` asks."""
        return {
            name: self.cleaned_data[name]
            for name in ("kind", "theme", "text", "region", "municipality")
        }


class SignalFilter(forms.Form):
    """Which signals."""

    theme = forms.ChoiceField(
        label=_("What it is about"), required=False, choices=[("", _("all themes")), *Theme.choices]
    )
    level = forms.ChoiceField(
        label=_("Who deals with it"),
        required=False,
        choices=[("", _("all levels")), *Level.choices],
    )
    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        choices=lambda: [("", _("all regions")), *police_unit_choices(False)],
    )
    state = forms.ChoiceField(
        label=_("Where it stands"), required=False, choices=[("", _("open")), *State.choices]
    )


class HeatFilter(forms.Form):
    """About what, where, and of which year."""

    theme = forms.ChoiceField(
        label=_("What it is about"), required=False, choices=[("", _("all themes")), *Theme.choices]
    )
    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        choices=lambda: [("", _("all regions")), *police_unit_choices(False)],
    )
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, years: list[int], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["year"].choices = [("", _("all years")), *((y, str(y)) for y in years)]  # type: ignore[attr-defined]


class StepForm(ConfirmedTextForm):
    """One step further, with what the centre makes of the signal and what its raiser hears."""

    # Everybody who raised it reads the answer.
    texts = ("answer",)

    groups = [
        (_("What happens to it"), ["state", "level", "until", "text"]),
        (_("What the centre makes of it"), ["theme", "scale", "owner"]),
        (_("What those who raised it hear"), ["answer"]),
    ]

    state = forms.ChoiceField(
        label=_("What happens to it"),
        required=False,
        error_messages={
            "invalid_choice": _("This is not possible as the signal stands now. Look once more.")
        },
    )
    level = forms.ChoiceField(
        label=_("Who deals with it"), required=False, choices=[("", _("as it was")), *Level.choices]
    )
    until = forms.DateField(
        label=_("Parked: look again on"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("On that day it stands among the assessed signals again."),
    )
    text = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=2000,
        validators=[refuse_cases],
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For the centre. Write nothing about a client."),
    )
    theme = forms.ChoiceField(
        label=_("What it is about"), required=False, choices=[("", _("as it was")), *Theme.choices]
    )
    scale = forms.ChoiceField(
        label=_("How far it reaches"),
        required=False,
        choices=[("", _("as it was")), *Scale.choices],
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), required=False, queryset=User.objects.none(), empty_label=_("as it was")
    )
    answer = forms.CharField(
        label=_("What you answer"),
        required=False,
        max_length=2000,
        validators=[refuse_cases],
        widget=forms.Textarea({"rows": 3}),
        help_text=_("They get a mail that something was decided, without what, and read it here."),
    )

    def __init__(self, *args: Any, signal: Signal, **more: Any) -> None:
        super().__init__(*args, **more)
        self.signal = signal
        # Meetings put it on their agenda themselves.
        after = TRANSITIONS[signal.state] - {State.ON_AGENDA}
        possible = [pair for pair in State.choices if pair[0] in after]
        self.fields["state"].choices = [("", _("stays as it is")), *possible]  # type: ignore[attr-defined]
        self.fields["owner"].queryset = _colleagues()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Parking wants a reason and a day, taking up a level that is higher."""
        given = super().clean() or self.cleaned_data
        if given.get("state") == State.PARKED:
            for name in ("until", "text"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Say why it is parked, and when it is looked at again."))
        level = given.get("level")
        if given.get("state") == State.ESCALATED and not (
            level and is_higher(level, self.signal.level)
        ):
            self.add_error("level", _("Choose a level above the one that deals with it now."))
        if not self.errors and self.move.is_empty:
            self.add_error(None, _("Nothing was filled in."))
        return given

    @property
    def move(self) -> Move:
        """What was asked for."""
        return Move(**{name: self.cleaned_data[name] for name in self.base_fields})


class JoinForm(forms.Form):
    """This signal says the same as another one that stands open."""

    same_as = forms.ModelChoiceField(
        label=_("It says the same as"),
        queryset=Signal.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, signal: Signal, by: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["same_as"]
        field.queryset = alike(signal, by)  # type: ignore[attr-defined]
        field.label_from_instance = _in_a_line  # type: ignore[attr-defined]


# As many as somebody compares.
MOST_ALIKE = 8


def alike(signal: Signal, by: Actor) -> Any:
    """Open signals with the same theme that are no duplicate themselves, the newest first."""
    same = {"about": signal.about, "same_as": None}
    rows = Signal.objects.visible_to(by).standing(OPEN).filter(**same)
    keys = rows.exclude(pk=signal.pk).order_by("-pk").values_list("pk", flat=True)[:MOST_ALIKE]
    return Signal.objects.filter(pk__in=list(keys))


def _in_a_line(row: Signal) -> str:
    where = row.organisation or row.municipality or row.region
    parts = [row.number, where, f"{row.since:%d-%m-%Y}", row.text[:120]]
    return " · ".join(str(part) for part in parts if part)


def _colleagues() -> Any:
    rows = User.objects.filter(is_active=True, mandates__role__in=STAFF_ROLES)
    return rows.distinct().order_by("name", "pk")
