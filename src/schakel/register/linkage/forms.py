"""Forms of linkage."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.register.linkage.measuring import ALL_YEARS


class AnswerForm(forms.Form):
    """Why a registrar answers as they do; asked for where the score leaves little doubt."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=500,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, sure: bool) -> None:
        super().__init__(data)
        if sure:
            self.fields["reason"].help_text = _(
                "The machine is all but certain. Say why if you find otherwise."
            )


class PeriodForm(forms.Form):
    """Which year a table is about; all years where nothing or nonsense was chosen."""

    period = forms.ChoiceField(label=gettext_lazy("Year of report"), required=False)

    def __init__(self, data: Any, *, periods: Sequence[str]) -> None:
        super().__init__(data)
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [
            (period, _("all years") if period == ALL_YEARS else period) for period in periods
        ]

    def chosen(self) -> str:
        """The period asked for."""
        return (self.is_valid() and self.cleaned_data["period"]) or ALL_YEARS
