"""What a visitor may ask of the directory. Answers stand in the address only as codes, never as words."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.foundation.geography.queries import municipality_choices
from schakel.foundation.terms.queries import choices


def _with_all(
    everything: str | Promise, pairs: list[tuple[str, str]]
) -> list[tuple[str, str | Promise]]:
    return [("", everything), *pairs]


class DirectoryFilter(forms.Form):
    """Where, and what kind of help."""

    municipality = forms.ChoiceField(
        label=_("Municipality"),
        required=False,
        choices=lambda: _with_all(_("The whole country"), municipality_choices()),
    )
    kind = forms.ChoiceField(
        label=_("Kind of help"),
        required=False,
        choices=lambda: _with_all(_("All kinds"), choices("organisation_kind")),
    )
