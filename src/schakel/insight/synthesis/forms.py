"""Asking for synthetic records, and refusing them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.insight.analysis.dimensions import dimensions
from schakel.insight.synthesis.choices import (
    COLUMNS,
    FEWEST_COLUMNS,
    LIFETIME,
    MOST_COLUMNS,
    USUAL,
)

FIRST_POSSIBLE_YEAR = 2000


class AskForm(forms.Form):
    """Which years and columns, for whom, and at what cost."""

    first_year = forms.IntegerField(
        label=_("First year"),
        min_value=FIRST_POSSIBLE_YEAR,
        max_value=2100,
        help_text=_("Take several years together: more persons give better records."),
    )
    last_year = forms.IntegerField(
        label=_("Last year"), min_value=FIRST_POSSIBLE_YEAR, max_value=2100
    )
    epsilon = forms.DecimalField(
        label=_("Cost (epsilon)"),
        min_value=Decimal("0.1"),
        max_value=Decimal(LIFETIME) / 1000,
        max_digits=5,
        decimal_places=3,
        help_text=_("What is spent once never comes back. The table above says what a cost gives."),
    )
    receiver = forms.CharField(label=_("For whom"), max_length=120)
    purpose = forms.CharField(
        label=_("For which research"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )

    def __init__(self, *args: Any, snapshots: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dimensions()
        self.fields["snapshot"] = forms.ModelChoiceField(
            snapshots, label=_("Snapshot"), to_field_name="number", empty_label=None
        )
        self.fields["columns"] = forms.MultipleChoiceField(
            choices=[(code, known[code].label) for code in COLUMNS],
            initial=list(USUAL),
            label=_("Columns"),
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Six to eight."),
        )
        self.order_fields(["snapshot", "first_year", "last_year", "columns"])

    def clean_columns(self) -> list[str]:
        found: list[str] = self.cleaned_data["columns"]
        if not FEWEST_COLUMNS <= len(found) <= MOST_COLUMNS:
            raise forms.ValidationError(
                _("Choose at least %(least)s and at most %(most)s columns."),
                params={"least": FEWEST_COLUMNS, "most": MOST_COLUMNS},
            )
        return found

    def clean(self) -> None:
        first, last = self.cleaned_data.get("first_year"), self.cleaned_data.get("last_year")
        if first and last and first > last:
            self.add_error("first_year", _("The first year comes after the last year."))


class RefuseForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=_("Why do you not sign?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )


class WithdrawForm(forms.Form):
    """What stands in the place of the records, in both languages."""

    nl = forms.CharField(
        label=_("Note in Dutch"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
    en = forms.CharField(
        label=_("Note in English"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
