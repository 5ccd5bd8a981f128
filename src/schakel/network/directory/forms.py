"""What a visitor may ask of the directory. Answers stand in the address only as codes, never as words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.foundation.geography.queries import municipality_choices
from schakel.foundation.terms.queries import choices


class DirectoryFilter(forms.Form):
    """Where, and what kind of help."""

    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    kind = forms.ChoiceField(label=_("Kind of help"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = [
            ("", _("The whole country")),
            *municipality_choices(),
        ]
        self.fields["kind"].choices = [("", _("All kinds")), *choices("organisation_kind")]
