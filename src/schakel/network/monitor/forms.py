"""What to see of the monitor, and what may be written down in it."""

import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Organisation
from schakel.network.monitor.actions import Known
from schakel.network.monitor.choices import DETAILS, POLICY, Source, State
from schakel.network.monitor.models import DETAIL_FIELDS, Answer, Contact, Office, Status
from schakel.network.monitor.queries import items, region_choices, standing_offices

Choices = list[tuple[str, Any]]


def day_field(label: Any, required: bool = False, **more: Any) -> forms.DateField:
    """A day, picked or typed."""
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **more)


def _regions() -> Choices:
    return [("", _("The whole country")), *region_choices()]


class MonitorFilter(forms.Form):
    """Which item, where and on which day."""

    mark_optional = False
    item = forms.ChoiceField(label=_("Item"), required=False, choices=items)
    region = forms.ChoiceField(label=_("Region"), required=False, choices=_regions)
    on = day_field(_("As on"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["on"].widget.attrs["max"] = timezone.localdate().isoformat()

    @classmethod
    def of(cls, query: Any) -> tuple["MonitorFilter", dict[str, Any]]:
        """The form as asked, and what it says; what it does not say, or says wrongly, is the usual."""
        today = timezone.localdate()
        asked = {name: query.get(name, "") for name in cls.base_fields}
        form = cls({**asked, "on": asked["on"] or today.isoformat()})
        form.is_valid()
        said = form.cleaned_data
        on = min(said.get("on") or today, today)
        return form, {
            "item": said.get("item") or "",
            "region": said.get("region") or "",
            "state": said.get("state") or "",
            "on": on,
        }


class GridFilter(MonitorFilter):
    """The same, narrowed to those municipalities in which an item is in one state."""

    item = forms.ChoiceField(
        label=_("Item"), required=False, choices=lambda: [("", _("all items")), *items()]
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("item", "State"),
        required=False,
        choices=[("", _("every state")), *State.choices],
    )


def chosen_item(code: str) -> str:
    """The item to look at: the one that was chosen, else policy."""
    offered = [item for item, _name in items()]
    return code if code in offered else (POLICY if POLICY in offered else next(iter(offered), ""))


class StatusForm(forms.ModelForm):
    """How one item stands, where that is known from, and what else is known about it."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    state = forms.ChoiceField(label=pgettext_lazy("item", "State"), choices=State.choices)
    on = day_field(_("Holds from"), required=True)
    checked_on = day_field(_("Checked on"), required=True)
    next_check = day_field(_("Next check"))
    adopted_on = day_field(_("Adopted on"))
    valid_until = day_field(_("Valid up to and including"))
    link = forms.URLField(label=_("Link"), required=False, max_length=300, assume_scheme="https")

    class Meta:
        model = Status
        fields = (
            "state",
            "on",
            "source",
            "checked_on",
            "next_check",
            "organisation",
            "hours",
            "age_from",
            "age_to",
            "covers_all",
            "adopted_on",
            "valid_until",
            "link",
            "remark",
        )
        help_texts = {"remark": _("Names nobody. The adviser of the municipality reads this too.")}

    def __init__(self, *args: Any, item: str, **more: Any) -> None:
        super().__init__(*args, **more)
        wanted = {*DETAILS.get(item, ("link",)), "remark"}
        for name in set(DETAIL_FIELDS) - wanted:
            del self.fields[name]

    def clean_on(self) -> Any:
        return not_to_come(self.cleaned_data["on"])

    def clean_checked_on(self) -> Any:
        return not_to_come(self.cleaned_data["checked_on"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("age_from") and said.get("age_to") and said["age_from"] > said["age_to"]:
            self.add_error("age_to", _("This age is lower than the one it begins at."))
        return said

    @property
    def details(self) -> dict[str, Any]:
        """What it says besides the state."""
        return {name: self.cleaned_data[name] for name in DETAIL_FIELDS if name in self.fields}


def not_to_come(day: Any) -> Any:
    """The day, unless it is still to come."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day is still to come."))
    return day


class EntryForm(forms.Form):
    """What is the same for all states that are written down at once."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    on = day_field(_("Holds from"), required=True)
    source = forms.ChoiceField(label=_("Source"), choices=Source.choices)
    next_check = day_field(_("Next check"))

    def clean_on(self) -> Any:
        return not_to_come(self.cleaned_data["on"])

    @property
    def known(self) -> Known:
        """The same, as the actions want it; they were checked today."""
        said = self.cleaned_data
        return Known(said["on"], said["source"], timezone.localdate(), said["next_check"])


class SheetForm(EntryForm):
    """A spreadsheet that was filled in."""

    file = forms.FileField(
        label=_("Spreadsheet"), help_text=_("The template, filled in: an Excel file (.xlsx).")
    )


def start_of_entry(source: str) -> dict[str, Any]:
    """What an entry form begins with."""
    today = timezone.localdate()
    return {"token": secrets.token_hex(16), "on": today, "source": source}


class AnswerForm(forms.ModelForm):
    """What a municipality says about one item."""

    state = forms.ChoiceField(label=pgettext_lazy("item", "State"), choices=State.choices)
    adopted_on = day_field(_("Adopted on"))
    valid_until = day_field(_("Valid up to and including"))
    link = forms.URLField(label=_("Link"), required=False, max_length=300, assume_scheme="https")

    class Meta:
        model = Answer
        fields = ("state", *DETAIL_FIELDS)
        help_texts = {"remark": _("Names nobody.")}

    def __init__(self, data: Any = None, *, item: str, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=item, initial=initial)
        wanted = {*DETAILS.get(item, ("link",)), "remark"}
        for name in set(DETAIL_FIELDS) - wanted:
            del self.fields[name]


# A municipality gets four weeks.
ANSWER_WITHIN = timedelta(days=28)


class AskForm(forms.Form):
    """By when a municipality is asked to answer."""

    due_on = day_field(_("Answer by"), required=True)

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


class ContactForm(forms.ModelForm):
    """What the centre did for one or more municipalities."""

    on = day_field(_("On"), required=True)

    class Meta:
        model = Contact
        fields = ("kind", "on", "asked_for", "text")
        help_texts = {"text": _("Names nobody.")}

    def clean_on(self) -> Any:
        return not_to_come(self.cleaned_data["on"])


class AimForm(forms.Form):
    """How many municipalities are to be informed this year."""

    number = forms.IntegerField(label=_("Aim of this year"), min_value=0, max_value=1000)


class OfficeForm(forms.Form):
    """An organisation advises a municipality."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.filter(
            active=True, mandates__role=Role.MUNICIPAL_ADVISER
        ).distinct(),
        help_text=_("Those for which somebody signs in as municipal adviser."),
    )
    since = day_field(_("From"), required=True)
    until = day_field(_("First day no more"), help_text=_("Empty: until further notice."))

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until <= since:
            self.add_error("until", _("It must end after it began."))
        return self.cleaned_data


class CloseForm(forms.Form):
    """An organisation advises a municipality no more."""

    office = forms.ModelChoiceField(label=_("Which organisation"), queryset=Office.objects.none())
    until = day_field(_("First day no more"), required=True)

    def __init__(self, *args: Any, municipality: str, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["office"]
        field.queryset = standing_offices(municipality)  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: row.organisation.name  # type: ignore[attr-defined]
