"""Forms by which an entry of the directory is kept: what it says, who stands in, where it helps."""

from datetime import date
from typing import Any

from django import forms as django_forms  # an entry has a field of that name
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.terms.queries import choices
from schakel.network.directory.choices import Accessibility
from schakel.network.directory.forms import form_choices, language_choices
from schakel.network.directory.hours import read_hours, typed
from schakel.network.directory.models import SAYS, Listing, ListingVersion

# Kept as codes with spaces between them, chosen as boxes.
_CODES = ("languages", "forms", "accessibility")


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> django_forms.DateField:
    """A day, with the calendar of the browser."""
    widget = django_forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return django_forms.DateField(
        label=label, help_text=help_text, required=required, widget=widget
    )


class EntryForm(django_forms.ModelForm):
    """What an entry says, and from which day."""

    languages = django_forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=language_choices,
        widget=django_forms.CheckboxSelectMultiple,
    )
    forms = django_forms.MultipleChoiceField(
        label=_("For which forms of exploitation"),
        required=False,
        choices=form_choices,
        widget=django_forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for all of them."),
    )
    accessibility = django_forms.MultipleChoiceField(
        label=_("Accessibility"),
        required=False,
        choices=Accessibility.choices,
        widget=django_forms.CheckboxSelectMultiple,
    )
    website = django_forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    on = day_field(
        _("From which day this holds"), _("Today, or later. The page changes by itself then.")
    )

    class Meta:
        model = ListingVersion
        fields = SAYS
        help_texts = {
            "hours": _("For instance: ma-vr 9.00-17.00; za 10.00-12.00"),
            "phone": _("A number of the organisation, never of one person."),
            "for_whom_nl": _(
                "In plain words. Everybody can read it; write nothing about a client."
            ),
        }
        widgets = {
            name: django_forms.Textarea({"rows": 2})
            for name in ("for_whom_nl", "for_whom_en", "offers_nl", "offers_en")
        }

    def __init__(self, *args: Any, says: ListingVersion | None = None, **more: Any) -> None:
        initial: dict[str, Any] = {"on": timezone.localdate()}
        if says is not None:
            initial |= {name: getattr(says, name) for name in SAYS}
            initial |= {name: getattr(says, name).split() for name in _CODES}
            initial["hours"] = typed(says.hours)
        super().__init__(*args, **{**more, "initial": initial})

    def clean_hours(self) -> str:
        try:
            return str(read_hours(self.cleaned_data["hours"]))
        except ValueError as error:
            raise django_forms.ValidationError(str(error)) from error

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < timezone.localdate():
            raise django_forms.ValidationError(_("What held before today stays as it was."))
        return day

    def clean(self) -> dict[str, Any]:
        for name in _CODES:
            before = [*self.initial.get(name, [])]  # as it stood, so that the same is no change
            chosen = [one for one in before if one in self.cleaned_data.get(name, [])]
            added = [one for one in self.cleaned_data.get(name, []) if one not in before]
            self.cleaned_data[name] = " ".join([*chosen, *added])
        return self.cleaned_data

    def _post_clean(self) -> None:
        """Nothing is written from here: the action makes a version of its own, and checks it."""


class DeputyForm(django_forms.Form):
    """Who stands in during an absence."""

    deputy = django_forms.ModelChoiceField(
        label=_("Who stands in"), queryset=Listing.objects.none()
    )
    since = day_field(_("Away from"))
    until = day_field(_("Back on"), _("The first day on which your own people are there again."))

    def __init__(self, *args: Any, others: dict[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["deputy"]
        field.queryset = Listing.objects.filter(pk__in=others)  # type: ignore[attr-defined]
        field.choices = [("", "—"), *others.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since >= until:
            self.add_error("until", _("This day comes after the first day away."))
        return self.cleaned_data


class EndForm(django_forms.Form):
    """An organisation helps no more, or after all it does. The centre decides."""

    ends_on = day_field(
        _("First day on which it helps no more"),
        _("Empty: it goes on. Who looks at an earlier day still finds it."),
        required=False,
    )

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if day and day != self.initial.get("ends_on") and day < timezone.localdate():
            raise django_forms.ValidationError(_("What held before today stays as it was."))
        return day


class EntryFilter(django_forms.Form):
    """Which entries the centre looks at."""

    state = django_forms.ChoiceField(
        label=_("Which entries"),
        required=False,
        choices=[
            ("", _("all entries")),
            ("due", _("to be asked about")),
            ("stale", _("too old")),
            ("ended", _("ended")),
        ],
    )
    kind = django_forms.ChoiceField(
        label=_("Kind of help"),
        required=False,
        choices=lambda: [("", _("All kinds")), *choices("organisation_kind")],
    )
