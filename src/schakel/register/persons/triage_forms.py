"""Forms of the triage desk."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.geography.queries import region_choices
from schakel.foundation.terms.queries import choices
from schakel.foundation.ui.free_text import contact_details
from schakel.foundation.ui.guarding import guarded
from schakel.register.intake.choices import ReturnReason
from schakel.register.intake.letters import refuse_foreign_numbers
from schakel.register.intake.models import Report
from schakel.register.intake.validation import refuse_service_number
from schakel.register.persons.completeness import FACTS
from schakel.register.persons.forms import NumberField, choice_field
from schakel.register.persons.triage import registrars

_ANY = ("", _("All"))


class TriageFilter(forms.Form):
    """Narrows the desk. Holds codes, dates and numbers of colleagues only: it stands in the address."""

    mark_optional = False
    kind = forms.ChoiceField(
        label=_("Kind of reporter"),
        required=False,
        choices=lambda: [_ANY, *choices("reporter_type")],
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.exclude(reporter_type="").order_by("name"),
        label=_("Organisation"),
        required=False,
        empty_label=_("All"),
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"), required=False, choices=lambda: [_ANY, *choices("purpose")]
    )
    unit = forms.ChoiceField(
        label=_("Police unit"), required=False, choices=lambda: [_ANY, *region_choices()]
    )
    since = forms.DateField(
        label=_("Received from"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("Received up to and including"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    missing = forms.ChoiceField(
        label=_("Missing"),
        required=False,
        choices=lambda: [_ANY, *((fact.code, fact.name) for fact in FACTS)],
    )
    assigned = forms.ChoiceField(label=_("Assigned to"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("What must be done first")),
            ("newest", _("Newest first")),
            ("oldest", _("Oldest first")),
        ],
    )
    queue = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(each.number, each.name) for each in colleagues]
        assigned = choice_field(self, "assigned")
        assigned.choices = [_ANY, ("me", _("Me")), ("none", _("Nobody")), *others]

    def as_query(self, **changes: str) -> str:
        """The filter as it stands in an address, with `changes`; only what was chosen and is right."""
        chosen = {
            name: self.data.get(name, "")
            for name in self.fields
            if name not in self.errors and self.data.get(name)
        }
        return urlencode({name: value for name, value in {**chosen, **changes}.items() if value})


class SaveSearchForm(forms.Form):
    """A name for the filter on the screen."""

    name = forms.CharField(
        label=_("Name of this search"),
        max_length=60,
        validators=[refuse_service_number],
        help_text=_("For example 'shelter, Amsterdam'. No names of people."),
    )
    shared = forms.BooleanField(label=_("My colleagues may use it too"), required=False)


class _ToReporter(forms.Form):
    """A text that a reporter will read."""

    sure = forms.BooleanField(
        label=_("The contact details in the text are meant so"), required=False
    )

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        if "text" in self.fields:
            guarded(self.fields["text"].widget)
        if not self.is_bound:
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        text = self.cleaned_data.get("text", "")
        self._check_numbers(text)
        if not contact_details(text):
            del self.fields["sure"]
        elif not self.cleaned_data.get("sure"):
            self.add_error(
                "text",
                _now(
                    "There seems to be a telephone number or an e-mail address in the text. Take it "
                    "out, or say below that it is meant so."
                ),
            )
        return self.cleaned_data

    def _check_numbers(self, text: str) -> None:
        try:
            refuse_foreign_numbers(text, self.report)
        except ValidationError as refusal:
            self.add_error("text", refusal)


_ONLY_ABOUT_THIS = _(
    "The reporter reads this text. Write no names, and nothing about other reports or reporters."
)


class AskForm(_ToReporter):
    """A question to the reporter."""

    text = forms.CharField(
        label=_("Question"),
        max_length=2000,
        validators=[refuse_service_number],
        widget=forms.Textarea({"rows": 10, "lang": "nl"}),
        help_text=_ONLY_ABOUT_THIS,
    )
    field_order = ("text", "sure")


class AnswerForm(forms.Form):
    """What a reporter answered by telephone or on paper."""

    text = forms.CharField(
        label=_("What did the reporter answer?"),
        max_length=2000,
        validators=[refuse_service_number],
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The reporter's organisation reads this too. Write no names."),
    )


class GiveBackForm(_ToReporter):
    """Why a report is given back, and what the reporter reads."""

    reason = forms.ChoiceField(
        label=_("Why is it given back?"),
        choices=ReturnReason.choices,
        widget=forms.RadioSelect,
        help_text=_("The reporter reads the reason as it stands here."),
    )
    earlier = NumberField(
        "M",
        label=_("Number of the earlier report of the same organisation"),
        required=False,
        help_text=_("Only when the organisation sent it twice."),
    )
    text = forms.CharField(
        label=_("Explanation to the reporter"),
        max_length=2000,
        validators=[refuse_service_number],
        widget=forms.Textarea({"rows": 5, "lang": "nl"}),
        help_text=_ONLY_ABOUT_THIS,
    )
    field_order = ("reason", "earlier", "text", "sure")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("reason") == ReturnReason.SENT_TWICE and "earlier" not in self.errors:
            self._check_earlier(cleaned.get("earlier", ""))
        return cleaned

    def _check_earlier(self, number: str) -> None:
        """Sent twice is said only of the sender's own reports: else it would tell of another reporter."""
        own = Report.objects.standing().filter(
            number=number, organisation=self.report.organisation_id
        )
        if self.report.organisation_id is None or not own.exclude(pk=self.report.pk).exists():
            self.add_error(
                "earlier",
                _now("Give the number of an earlier report of the same organisation that counts."),
            )


class AssignForm(forms.Form):
    """Who is on the report."""

    to = forms.ChoiceField(label=_("Assigned to"), required=False)

    def __init__(self, *args: Any, on_it: int | None = None, **kwargs: Any) -> None:
        """`on_it`: the primary key of the colleague who is on the report now."""
        super().__init__(*args, **kwargs)
        self.colleagues = {each.number: each for each in registrars()}
        choice_field(self, "to").choices = [
            ("", _("Nobody")),
            *((number, each.name) for number, each in self.colleagues.items()),
        ]
        self.initial["to"] = next(
            (number for number, each in self.colleagues.items() if each.pk == on_it), ""
        )

    def clean_to(self) -> User | None:
        return self.colleagues.get(self.cleaned_data["to"])
