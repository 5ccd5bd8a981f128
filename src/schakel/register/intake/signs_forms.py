"""The list of signals as a form: ticked, and carried on without being kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.foundation.terms.queries import label
from schakel.register.intake.signs.advice import Advice, advise
from schakel.register.intake.signs.reading import Sign, chosen, signs
from schakel.register.intake.signs.reading import forms as forms_with_signs


def _of(form: str) -> list[tuple[str, str]]:
    return [(sign.code, sign.text) for sign in signs() if sign.form == form]


class SignsForm(forms.Form):
    """Everything may stay empty: then there is nothing to advise but to keep looking."""

    mark_optional = False
    danger = forms.BooleanField(
        label=_("Somebody is in danger now, or cannot get away"), required=False
    )
    minor = forms.BooleanField(label=_("It is about somebody younger than 18"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in forms_with_signs():
            self.fields[code.lower()] = forms.MultipleChoiceField(
                label=label("exploitation_form", code),
                choices=_of(code),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def seen(self) -> list[Sign]:
        """The signals that were ticked. Valid forms only."""
        ticked = [code for form in forms_with_signs() for code in self.cleaned_data[form.lower()]]
        return chosen(ticked)

    def advice(self) -> Advice:
        """What to do. Valid forms only."""
        seen = self.seen()
        return advise(
            {sign.form for sign in seen},
            len(seen),
            sum(sign.serious for sign in seen),
            danger=self.cleaned_data["danger"],
            minor=self.cleaned_data["minor"],
        )

    def carried(self) -> list[tuple[str, str]]:
        """What was ticked as (name, value), for hidden controls: never in an address, and not kept."""
        return [(sign.form.lower(), sign.code) for sign in self.seen()]
