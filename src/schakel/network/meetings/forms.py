"""The forms of platforms and their meetings."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Case, When
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schakel.foundation.access.actors import Actor
from schakel.foundation.accounts.models import Organisation, User
from schakel.network.meetings.choices import ActionState, Part, Rhythm
from schakel.network.meetings.models import Meeting, Membership, Platform
from schakel.network.meetings.queries import coming, members
from schakel.network.signals.cases import refuse_cases
from schakel.network.signals.choices import Level
from schakel.network.signals.models import Signal

# As many meetings as somebody chooses from.
MOST_OFFERED = 12


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, in the browser's own calendar."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


def text_field(
    label: Any, rows: int, *, required: bool = False, help_text: Any = "", longest: int = 2000
) -> forms.CharField:
    """Some lines of text in which no case may stand."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        validators=[refuse_cases],
        help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
    )


class PlatformForm(forms.Form):
    """A new platform."""

    name = forms.CharField(label=_("Name"), max_length=120)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    aim = forms.CharField(
        label=_("What it is for"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    since = day_field(_("From"))
    until = day_field(
        _("Up to and including"), required=False, help_text=_("Empty: until further notice.")
    )

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if not slugify(name) or Platform.objects.filter(slug=slugify(name)[:40]).exists():
            raise forms.ValidationError(_("There is a platform of this name already."))
        return str(name)

    @property
    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "slug": slugify(self.cleaned_data["name"])[:40]}


class AboutForm(forms.Form):
    """Another name or aim of a platform."""

    name = forms.CharField(label=_("Name"), max_length=120)
    aim = forms.CharField(
        label=_("What it is for"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, platform: Platform, **more: Any) -> None:
        first = {"name": platform.name, "aim": platform.aim}
        super().__init__(*args, **{**more, "initial": first})
        self.platform = platform

    def clean_name(self) -> str:
        name = self.cleaned_data["name"].strip()
        if Platform.objects.exclude(pk=self.platform.pk).filter(name=name).exists():
            raise forms.ValidationError(_("There is a platform of this name already."))
        return str(name)


class MemberForm(forms.Form):
    """An organisation becomes a member."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.filter(active=True)
    )
    email = forms.EmailField(
        label=_("Who signs in for it (e-mail address)"),
        required=False,
        help_text=_("Sees agenda, papers and minutes. Must have a login for this organisation."),
    )
    part = forms.ChoiceField(label=_("Part"), choices=Part.choices, initial=Part.MEMBER)
    since = day_field(_("From"))
    until = day_field(
        _("Up to and including"), required=False, help_text=_("Empty: until further notice.")
    )

    def clean_email(self) -> User | None:
        address = self.cleaned_data["email"].strip().lower()
        found = User.objects.filter(email=address, is_active=True).first() if address else None
        if address and found is None:
            raise forms.ValidationError(_("Nobody signs in with this address."))
        return found

    @property
    def given(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given["user"] = given.pop("email")
        return given


class EndForm(forms.Form):
    """A membership ends."""

    membership = forms.ModelChoiceField(
        label=_("Whose membership"), queryset=Membership.objects.none()
    )
    until = day_field(_("Last day"))

    def __init__(self, *args: Any, platform: Platform, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["membership"]
        field.queryset = members(platform, timezone.localdate())  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: " · ".join(  # type: ignore[attr-defined]
            str(part) for part in (row.organisation, row.user) if part
        )


class SeriesForm(forms.Form):
    """A series of meetings."""

    first = day_field(_("First time"), help_text=_("Others fall on the same weekday of the month."))
    at = forms.TimeField(label=_("At"), widget=forms.TimeInput({"type": "time"}))
    minutes = forms.IntegerField(
        label=_("Duration in minutes"), min_value=15, max_value=600, initial=120
    )
    months = forms.TypedChoiceField(
        label=_("How often"), choices=Rhythm.choices, coerce=int, initial=Rhythm.QUARTERLY
    )
    place = forms.CharField(
        label=pgettext_lazy("of a meeting", "Place"), max_length=200, required=False
    )
    until = day_field(
        _("Up to and including"), required=False, help_text=_("Empty: until further notice.")
    )


class MeetingForm(forms.Form):
    """One meeting, or another time or place for it."""

    day = day_field(_("Day"))
    at = forms.TimeField(label=_("At"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(
        label=_("Duration in minutes"), min_value=15, max_value=600, initial=120
    )
    place = forms.CharField(
        label=pgettext_lazy("of a meeting", "Place"), max_length=200, required=False
    )
    topic = forms.CharField(label=_("Central topic"), max_length=200, required=False)

    @property
    def given(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        moment = datetime.combine(given.pop("day"), given.pop("at"))
        return {**given, "starts_at": timezone.make_aware(moment)}


class SkipForm(forms.Form):
    """It does not take place."""

    reason = forms.CharField(label=_("Why"), max_length=300, validators=[refuse_cases])


class CandidatesForm(forms.Form):
    """Which signals stand on the agenda."""

    signals = forms.ModelMultipleChoiceField(
        label=_("Signals on this level"),
        queryset=Signal.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, rows: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["signals"]
        field.queryset = rows  # type: ignore[attr-defined]
        field.label_from_instance = _in_a_line  # type: ignore[attr-defined]


def _in_a_line(row: Signal) -> str:
    where = row.organisation or row.municipality or row.region
    parts = [row.number, row.about_label, where, row.text[:100], f"{row.times}×"]
    return " · ".join(str(part) for part in parts if part)


class PlaceForm(forms.Form):
    """At which meeting a signal is talked about: those on its level first."""

    meeting = forms.ModelChoiceField(
        label=_("At which meeting?"),
        queryset=Meeting.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, by: Actor, level: str, **more: Any) -> None:
        super().__init__(*args, **more)
        on_level = Case(When(platform__level=level, then=0), default=1)
        rows = coming(by).order_by(on_level, "starts_at", "pk")
        keys = list(rows.values_list("pk", flat=True)[:MOST_OFFERED])
        field = self.fields["meeting"]
        field.queryset = rows.filter(pk__in=keys)  # type: ignore[attr-defined]


class TopicForm(forms.Form):
    """Something else on the agenda."""

    title = forms.CharField(label=_("Title"), max_length=200, validators=[refuse_cases])
    text = text_field(_("Explanation"), 2)


class PaperForm(forms.Form):
    """A paper for the members."""

    file = forms.FileField(
        label=_("File"), help_text=_("PDF, Word, Excel, picture or text; 10 MB.")
    )


class ActionForm(forms.Form):
    """Somebody will do something."""

    text = forms.CharField(label=_("What"), max_length=500, validators=[refuse_cases])
    who = forms.ModelChoiceField(label=_("Who"), queryset=Membership.objects.none())
    due = day_field(_("Due by"))

    def __init__(self, *args: Any, platform: Platform, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["who"]
        field.queryset = members(platform, timezone.localdate())  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: " · ".join(  # type: ignore[attr-defined]
            str(part) for part in (row.organisation, row.user) if part
        )

    @property
    def given(self) -> dict[str, Any]:
        who = self.cleaned_data["who"]
        return {
            "text": self.cleaned_data["text"],
            "due": self.cleaned_data["due"],
            "organisation": who.organisation,
            "user": who.user,
        }


class StepForm(forms.Form):
    """Where an action stands."""

    state = forms.ChoiceField(label=_("Where it stands"), choices=ActionState.choices)
    due = day_field(_("Another day"), required=False)
    text = forms.CharField(
        label=_("Explanation"), max_length=500, required=False, validators=[refuse_cases]
    )


class OnForm(forms.Form):
    """As on which day."""

    on = day_field(_("Members on"), required=False)
