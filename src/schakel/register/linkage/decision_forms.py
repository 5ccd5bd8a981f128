"""Forms of the pages on which registrars decide who is who."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.foundation.access.actors import Actor
from schakel.register.intake.models import Report
from schakel.register.intake.validation import refuse_service_number
from schakel.register.persons.asking import NumberField
from schakel.register.persons.models import Person
from schakel.register.persons.queries import report_label


def _reason(label: Any, hint: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=500,
        validators=[refuse_service_number],
        help_text=hint,
        widget=forms.Textarea({"rows": 2}),
    )


class OtherPersonForm(forms.Form):
    """With whom a person is to be compared."""

    number = NumberField(
        "P", label=_("Number of the other person"), help_text=_("Such as P-7K3F-9QXA.")
    )

    def __init__(self, *args: Any, person: Person, user: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.user = person, user

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if number == self.person.number:
            raise forms.ValidationError(_("This is the same person. Give another number."))
        people = Person.objects.visible_to(self.user, "change")
        if not people.filter(number=number).exists():
            raise forms.ValidationError(_("No person has this number. Check it."))
        return number


class JoinForm(forms.Form):
    """Why two persons are one; `seen` tells whether they changed since the page was opened."""

    overrule = forms.BooleanField(
        label=_("Ask a second registrar to put the earlier decision aside"), required=False
    )
    reason = _reason(
        _("Why are these one person?"), _("What you looked at and what agrees. No names here.")
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, overrules: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not overrules:
            del self.fields["overrule"]


class SplitForm(forms.Form):
    """Which reports are about another person, and why."""

    reports = forms.MultipleChoiceField(
        label=_("Which reports are about another person?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They become those of a new person. Corrections go along by themselves."),
        error_messages={"required": _("Choose at least one report of this person.")},
    )
    reason = _reason(
        _("Why are these about another person?"), _("What you looked at. No names here.")
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rows: list[Report], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["reports"])
        field.choices = [(row.number, report_label(row)) for row in rows]


class SecondForm(forms.Form):
    """The second registrar's answer; the button says which."""

    AGREE, REFUSE = "agree", "refuse"
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (AGREE, _("I agree: carry it out")),
            (REFUSE, _("I do not agree: nothing changes")),
        ],
        widget=forms.RadioSelect,
    )
    reason = _reason(
        _("Explanation"), _("Needed if you do not agree. No names here."), required=False
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("answer") == self.REFUSE and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why you do not agree."))
        return cleaned


class UndoForm(forms.Form):
    """Why a decision is undone."""

    reason = _reason(_("Why is this undone?"), _("What turned out otherwise. No names here."))
