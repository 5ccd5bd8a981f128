"""Forms of statements: which quarter, and the amounts."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.insight.delivery.accountability.choices import CORE_TASKS, Quarter
from schakel.insight.delivery.accountability.composing import named

_MOST = 100_000_000


class QuarterForm(forms.Form):
    """Which quarter to account for."""

    def __init__(
        self, *args: Any, quarters: Iterable[Quarter], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"] = forms.TypedChoiceField(
            label=_("Quarter"),
            choices=[(one.code, named(one, language)) for one in quarters],
            coerce=Quarter.parse,
        )


class AmountsForm(forms.Form):
    """The subsidy of the quarter by core task."""

    def __init__(self, *args: Any, amounts: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for task, label in CORE_TASKS.items():
            self.fields[task] = forms.IntegerField(
                label=_("Euros for %(task)s") % {"task": label},
                min_value=0,
                max_value=_MOST,
                required=False,
                initial=amounts.get(task),
            )

    def amounts(self) -> dict[str, int]:
        """What was filled in; of a valid form."""
        return {task: value for task, value in self.cleaned_data.items() if value is not None}


def _note(label: object) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        help_text=gettext_lazy("Whoever may read the statement reads this. Name no person."),
        max_length=500,
    )


class CorrectionForm(forms.Form):
    """What was wrong in a published statement, and whether its numbers were."""

    note_nl = _note(gettext_lazy("What was wrong, in Dutch"))
    note_en = _note(gettext_lazy("What was wrong, in English"))
    recount = forms.BooleanField(
        label=gettext_lazy("Count the numbers again, out of the same snapshot"),
        help_text=gettext_lazy(
            "Only where the counting was wrong and has been mended. Otherwise the numbers stay as they are."
        ),
        required=False,
    )


class WithdrawForm(forms.Form):
    """What stands in place of the numbers."""

    note_nl = _note(gettext_lazy("Why it is withdrawn, in Dutch"))
    note_en = _note(gettext_lazy("Why it is withdrawn, in English"))
