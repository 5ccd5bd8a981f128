"""The form that takes consent back: for what, since when, on whose word. No reason is asked."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.foundation.terms.queries import label
from schakel.foundation.ui.dates import PartialDate, PartialDateField
from schakel.register.intake.choices import ConsentGivenBy


class WithdrawConsentForm(forms.Form):
    """Everything is chosen beforehand: taking consent back is as easy as giving it (GDPR art. 7(3))."""

    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("Consent is withdrawn for"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose for what consent is withdrawn.")},
    )
    given_by = forms.ChoiceField(
        label=gettext_lazy("Who withdraws the consent?"),
        choices=ConsentGivenBy.choices,
        initial=ConsentGivenBy.PERSON,
        widget=forms.RadioSelect,
    )
    withdrawn_on = PartialDateField(
        label=gettext_lazy("On what day?"),
        initial=lambda: timezone.localdate().isoformat(),
        help_text=gettext_lazy(
            "The day on which it was said. Not the day on which you pass it on."
        ),
    )

    def __init__(self, *args: Any, standing: list[str], **kwargs: Any) -> None:
        """`standing`: codes of the purposes that rest on consent now."""
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["purposes"])
        field.choices = [(code, label("purpose", code)) for code in standing]
        field.initial = standing

    def clean_withdrawn_on(self) -> PartialDate:
        """A whole day, since new consent has to be later."""
        value: PartialDate = self.cleaned_data["withdrawn_on"]
        if value.day is None:
            raise ValidationError(_("Give the day, the month and the year."))
        if (value.year, value.month, value.day) > timezone.localdate().timetuple()[:3]:
            raise ValidationError(_("This day is still to come."))
        return value
