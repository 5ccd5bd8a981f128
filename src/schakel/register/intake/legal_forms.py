"""The forms of the rule table: what applies when and to whom, a new rule, the end of a rule."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.terms.queries import choices
from schakel.register.intake.grounds import AgeBand, LegalRule
from schakel.register.intake.legal import CONSENT, NO_IDENTITY


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _kinds(first: Any) -> list[tuple[str, str]]:
    return [("", str(first)), *choices("reporter_type")]


class RulesFilter(forms.Form):
    """On which day, and for which kind of reporter."""

    on = forms.DateField(label=_("What applies on"), required=False, widget=_day())
    kind = forms.ChoiceField(
        label=_("Kind of reporter"), required=False, choices=lambda: _kinds(_("All kinds"))
    )


class LegalRuleForm(forms.ModelForm):
    """A new rule."""

    mark_optional = False
    reporter_type = forms.ChoiceField(
        label=_("Kind of reporter"),
        required=False,
        choices=lambda: _kinds(_("Every kind of reporter")),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=lambda: choices("purpose"))
    age_group = forms.ChoiceField(label=_("Age of the person"), choices=AgeBand.choices)
    legal_basis = forms.ChoiceField(label=_("Legal basis"), choices=lambda: choices("legal_basis"))
    needs_document = forms.BooleanField(
        label=_("A signed consent is needed"),
        required=False,
    )
    valid_from = forms.DateField(
        label=_("Applies from"),
        widget=_day(),
        help_text=_("The first day on which reporters get this ground."),
    )
    citation_nl = forms.CharField(
        label=_("Citation in Dutch"),
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "The article of law or the decision, in words that a reporter understands. Is it not "
            "certain? Then write: to be confirmed by the centre's lawyer."
        ),
    )
    citation_en = forms.CharField(
        label=_("Citation in English"), max_length=600, widget=forms.Textarea({"rows": 3})
    )
    order = forms.IntegerField(
        label=_("Place in the order"),
        min_value=1,
        max_value=99,
        initial=50,
        help_text=_("The ground with the lowest number is proposed first. Consent has 20."),
    )

    class Meta:
        model = LegalRule
        fields = (
            "reporter_type",
            "purpose",
            "age_group",
            "legal_basis",
            "needs_document",
            "valid_from",
            "citation_nl",
            "citation_en",
            "order",
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        basis, signed = given.get("legal_basis"), given.get("needs_document")
        if basis in CONSENT and not signed:
            self.add_error("needs_document", _("Consent is always signed. Tick this box."))
        if basis == NO_IDENTITY and signed:
            self.add_error("needs_document", _("Without an identity nobody signs. Clear this box."))
        return given


class EndRuleForm(forms.Form):
    """From when a rule is no longer offered."""

    mark_optional = False
    on = forms.DateField(
        label=_("No longer applies from"),
        widget=_day(),
        help_text=_("The first day on which reporters no longer get this ground. Not in the past."),
    )

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        # What was offered yesterday was offered: ending it backwards would rewrite why reports came in.
        if on < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Give today or a later day."))
        return on
