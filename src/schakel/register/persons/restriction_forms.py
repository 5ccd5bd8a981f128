"""What a registrar fills in to restrict a report, to lift that, or to let a colleague keep it."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.foundation.accounts.models import User
from schakel.register.intake.choices import RestrictionReason
from schakel.register.intake.keepers import registrars
from schakel.register.intake.validation import refuse_service_number


def _note(label: Any, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=500,
        help_text=_("In one sentence. Do not write names here."),
        widget=forms.Textarea({"rows": 2}),
        validators=[refuse_service_number],
    )


class _KeeperForm(forms.Form):
    """Which colleague; `passed` is left out of the list."""

    keeper = forms.ChoiceField(label=_("Who keeps it?"))

    def __init__(self, *args: Any, passed: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {each.number: each for each in registrars() if each.pk != passed}
        cast("forms.ChoiceField", self.fields["keeper"]).choices = [
            (number, each.name) for number, each in self.colleagues.items()
        ]

    def clean_keeper(self) -> User:
        return self.colleagues[self.cleaned_data["keeper"]]


class RestrictForm(_KeeperForm):
    """Who keeps the report from now on, and why."""

    reason = forms.ChoiceField(
        label=_("Why may only one colleague see it?"),
        choices=RestrictionReason.choices,
        widget=forms.RadioSelect,
    )
    note = _note(_("Explanation"), required=False)
    field_order = ("reason", "keeper", "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reason") == RestrictionReason.OTHER and not cleaned.get("note"):
            self.add_error("note", _("Say in one sentence what the other reason is."))
        return cleaned


class KeeperForm(_KeeperForm):
    """Another keeper, and why."""

    note = _note(_("Why does somebody else keep it?"), required=True)


class LiftForm(forms.Form):
    """Why all registrars may see the report again."""

    note = _note(_("Why is it no longer needed?"), required=True)
