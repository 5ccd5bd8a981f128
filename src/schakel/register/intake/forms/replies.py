"""The small forms of reporters: a withdrawal, an answer, and the filter of the list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.foundation.ui.guarding import ConfirmedTextForm
from schakel.register.intake.choices import Status
from schakel.register.intake.validation import refuse_service_number


class WithdrawForm(ConfirmedTextForm):
    """Why a report is taken back."""

    texts = ("reason",)

    reason = forms.CharField(
        label=_("Why do you withdraw the report?"),
        max_length=1000,
        validators=[refuse_service_number],
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One sentence is enough. Do not write names."),
    )


class AnswerForm(ConfirmedTextForm):
    """The reporter's answer to a question of the centre."""

    texts = ("answer",)

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        validators=[refuse_service_number],
        widget=forms.Textarea({"rows": 4}),
    )


class OwnReportsFilter(forms.Form):
    """Narrows the list. No reference here: what is filled in stands in the address."""

    number = forms.CharField(label=_("Report number"), max_length=16, required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1990, max_value=2100)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=lambda: [("", _("All statuses")), *Status.choices],
    )
