"""What a registrar fills in to find somebody; sent by POST, never kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.foundation.geography.queries import country_choices
from schakel.foundation.terms.queries import label
from schakel.foundation.ui.dates import PartialDateField
from schakel.methods.linkage.names import tokens
from schakel.register.intake.choices import STATELESS
from schakel.register.persons.seeking import SearchTerms


def _nationalities() -> list[tuple[str, str]]:
    return [
        ("", str(_("All"))),
        (STATELESS, label("nationality_special", STATELESS)),
        *country_choices(),
    ]


def _text(name: Any, hint: Any) -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(
        label=name, max_length=200, required=False, help_text=hint, widget=widget
    )


class SearchForm(forms.Form):
    """Any combination; what is filled in must all agree, as far as a report says something about it."""

    mark_optional = False
    names = _text(
        _("Names"),
        _("Surname, given names, nicknames: in any order, spelling or script. One name will do."),
    )
    number = _text(
        _("Number or reference"),
        _(
            "Of a person, report or decision (P-, M-, J-), a V-number, a telephone number, or the "
            "reporter's own reference."
        ),
    )
    date_of_birth = PartialDateField(
        label=_("Date of birth"),
        required=False,
        help_text=_("The year is enough, together with a name."),
    )
    nationality = forms.ChoiceField(label=_("Nationality"), required=False, choices=_nationalities)

    def clean_names(self) -> str:
        names: str = self.cleaned_data["names"]
        if names and not tokens(names, surname=True):
            raise forms.ValidationError(
                _("This stands for a name that is not known. Leave it empty, or fill in a name.")
            )
        return names

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not self.terms().enough:
            self.add_error(None, self._more())
        return given

    def _more(self) -> Any:
        if any(self.cleaned_data.values()):
            return _("This finds too many people. Add a name, a number or the whole date of birth.")
        return _("Fill in a name, a number or a whole date of birth.")

    def terms(self) -> SearchTerms:
        """What is looked for. Valid forms only."""
        given = self.cleaned_data
        return SearchTerms(
            names=given["names"],
            number=given["number"],
            date_of_birth=str(given["date_of_birth"] or ""),
            nationality=given["nationality"],
        )

    def filled(self) -> tuple[str, ...]:
        """The names of the questions that were answered, for the log; never the answers."""
        return tuple(name for name, value in self.cleaned_data.items() if value)
