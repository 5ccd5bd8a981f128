"""Forms of statements: which quarter, and the amounts."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

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
