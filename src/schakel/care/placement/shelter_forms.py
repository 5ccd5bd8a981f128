"""What a shelter fills in about its units, the offers made to it, and who stays with it."""

from datetime import date, datetime, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.choices import (
    ClosureReason,
    Destination,
    Language,
    OverstayReason,
    RefusalReason,
)
from schakel.care.placement.models import Client, Unit

# Nobody plans a closure or a stay further ahead than this.
FURTHEST = timedelta(days=366)
# A departure that is written down later than this was forgotten too long: the centre is called.
LONG_AGO = timedelta(days=62)


def day_field(**more: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


def choice_field(choices: Any, **more: Any) -> forms.ChoiceField:
    """One of a list of codes, nothing chosen yet."""
    return forms.ChoiceField(choices=[("", _("Choose")), *choices], **more)


def check_ahead(day: date | None) -> date | None:
    """A day from today on, within a year."""
    today = timezone.localdate()
    if day is not None and not today <= day <= today + FURTHEST:
        raise forms.ValidationError(_("Give a day from today, within a year."))
    return day


class MomentForm(forms.Form):
    """When it happened; now unless somebody says otherwise."""

    at = forms.DateTimeField(
        label=_("When was it?"),
        required=False,
        help_text=_("Leave empty for now."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )

    def clean_at(self) -> datetime | None:
        at = self.cleaned_data["at"]
        if at is not None and not timezone.now() - LONG_AGO <= at <= timezone.now():
            raise forms.ValidationError(
                _("Give a moment in the past two months. Was it earlier? Call the centre.")
            )
        return cast("datetime | None", at)


class LeaveForm(MomentForm):
    """Who left, and where to."""

    who = forms.MultipleChoiceField(label=_("Who left?"), widget=forms.CheckboxSelectMultiple)
    destination = choice_field(Destination.choices, label=_("Where to?"))
    field_order = ("who", "destination", "at")

    def __init__(self, *args: Any, people: list[tuple[Client, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(client.pk), name) for client, name in people]
        cast("forms.MultipleChoiceField", self.fields["who"]).choices = choices
        self.fields["who"].initial = [key for key, _name in choices]
        if len(choices) == 1:
            del self.fields["who"]

    def clean_who(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["who"]]


class ExtendForm(forms.Form):
    """Until when somebody stays beyond the term, and why."""

    until_day = day_field(label=_("Up to and including which day?"))
    reason = choice_field(OverstayReason.choices, label=_("Why?"))
    note = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=500,
        help_text=_("In one sentence, without names."),
        widget=forms.Textarea({"rows": 2}),
    )

    def clean_until_day(self) -> date | None:
        return check_ahead(self.cleaned_data["until_day"])


class CloseForm(forms.Form):
    """Why a unit is closed, and until when."""

    reason = choice_field(ClosureReason.choices, label=_("Why is it closed?"))
    until_day = day_field(
        label=_("Open again on"),
        required=False,
        help_text=_("Leave empty as long as you do not know."),
    )

    def clean_until_day(self) -> date | None:
        return check_ahead(self.cleaned_data["until_day"])


class AcceptForm(forms.Form):
    """Yes, with a word for the centre if need be."""

    note = forms.CharField(
        label=_("Word to the centre"),
        required=False,
        max_length=500,
        help_text=_("For instance from what time you can receive them. Do not write names."),
        widget=forms.Textarea({"rows": 2}),
    )


class RefuseForm(forms.Form):
    """No, and why."""

    reason = forms.ChoiceField(
        label=_("Why not?"), choices=RefusalReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=500,
        help_text=_("In one sentence, without names."),
        widget=forms.Textarea({"rows": 2}),
    )
    TO_EXPLAIN = frozenset({RefusalReason.OTHER, RefusalReason.INFO_MISSING})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reason") in self.TO_EXPLAIN and not cleaned.get("note"):
            self.add_error("note", _("Write down what is the matter, or what is missing."))
        return cleaned


_ASK = [("", _("not known: the centre calls first")), ("True", _("yes")), ("False", _("no"))]
_TAKES = ("addiction", "psychiatric", "aggression", "lvb", "pregnant")


class UnitForm(forms.ModelForm):
    """For whom a unit is. What it is called and where it stands is the centre's to say."""

    mark_optional = False
    languages = forms.MultipleChoiceField(
        label=_("Which languages do you speak here?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = (
        (
            _("For whom it is"),
            ("sexes", "min_age", "max_age", "beds", "children", "wheelchair", "pets"),
        ),
        (_("How safe it is"), ("safety", "night_intake")),
        (_("Whom you take"), tuple(f"takes_{what}" for what in _TAKES)),
        (_("Languages"), ("languages",), "", True),
    )

    class Meta:
        model = Unit
        fields = (
            *("sexes", "min_age", "max_age", "beds", "children", "wheelchair", "pets"),
            *("safety", "night_intake", *(f"takes_{what}" for what in _TAKES)),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for what in _TAKES:
            old = self.fields[f"takes_{what}"]
            self.fields[f"takes_{what}"] = forms.TypedChoiceField(
                label=old.label,
                choices=_ASK,
                required=False,
                coerce=lambda text: text == "True",
                empty_value=None,
            )
        spoken = cast("forms.MultipleChoiceField", self.fields["languages"])
        known = self.instance.languages.split()
        others = [(code, code) for code in known if code not in Language.values]
        spoken.choices = [*Language.choices, *others]
        spoken.initial = known

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        oldest, youngest = cleaned.get("max_age"), cleaned.get("min_age")
        if oldest is not None and youngest is not None and oldest < youngest:
            self.add_error("max_age", gettext("The highest age is below the lowest."))
        return cleaned

    def changed_facts(self) -> dict[str, Any]:
        """What somebody changed, by the names of the columns."""
        facts = {name: self.cleaned_data[name] for name in self.changed_data}
        if "languages" in facts:
            facts["languages"] = " ".join(sorted(facts["languages"]))
        return facts
