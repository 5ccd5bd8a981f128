"""The questions about who the person is; asked only where a ground allows to keep the answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from schakel.foundation.terms.queries import choices
from schakel.foundation.ui.dates import PartialDateField
from schakel.register.intake import identifiers
from schakel.register.intake.data import ReportData
from schakel.register.intake.names import joined, parted
from schakel.register.intake.validation import MESSAGES, NOT_A_PHONE, NOT_A_V_NUMBER

TEXTS = ("surname", "name_prefix", "given_names", "birth_name", "birth_place", "v_number", "phone")
# Without a ground none of these is asked; a year of birth is, and how it is known.
ONLY_WITH_GROUND = (*TEXTS, "aliases", "date_of_birth")


def _text(label: Any, hint: Any = "", longest: int = 120) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=False,
        help_text=hint,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class IdentityQuestions(forms.Form):
    """Names, date and place of birth, and numbers by which somebody may be known elsewhere."""

    surname = _text(_("Surname"))
    given_names = _text(_("Given names"))
    date_of_birth = PartialDateField(
        label=_("Date of birth"),
        required=False,
        about=True,
        help_text=_("The year is enough."),
    )
    name_prefix = _text(
        _("Name prefix"), _("For example: van der, el. It may stand with the surname too."), 40
    )
    birth_name = _text(
        _("Surname at birth"), _("Only if it is another one, for example before a marriage.")
    )
    aliases = _text(
        _("Other names"),
        _("Nicknames and other names that the person uses or used. Put a comma between them."),
        400,
    )
    birth_basis = forms.ChoiceField(
        label=_("How do you know the date of birth?"),
        required=False,
        choices=lambda: [("", str(_("Not known"))), *choices("birth_basis")],
    )
    birth_place = _text(_("Place of birth"))
    v_number = _text(
        _("V-number"),
        _("The ten digits of the aliens' administration. Never a citizen service number (BSN)."),
        20,
    )
    phone = _text(_("Telephone number of the person"), _("With 0 or + in front."), 30)

    def clean_aliases(self) -> tuple[str, ...]:
        return parted(self.cleaned_data["aliases"])

    def clean_v_number(self) -> str:
        return _made_alike(self.cleaned_data["v_number"], identifiers.v_number, NOT_A_V_NUMBER)

    def clean_phone(self) -> str:
        return _made_alike(self.cleaned_data["phone"], identifiers.phone, NOT_A_PHONE)

    def identity(self) -> dict[str, Any]:
        """What the answers say, by field of `ReportData`, but for the date. Valid forms only."""
        given = self.cleaned_data
        return {
            "aliases": given.get("aliases", ()),
            "birth_basis": given["birth_basis"],
            **{name: given.get(name, "") for name in TEXTS},
        }


def _made_alike(text: str, read: Any, code: str) -> str:
    found: str = read(text)
    if text and not found:
        raise ValidationError(MESSAGES[code], code=code)
    return found


def identity_values(data: ReportData) -> dict[str, str]:
    """The first values of these questions, but for the date: what a report said."""
    return {name: joined(getattr(data, name)) for name in (*TEXTS, "aliases", "birth_basis")}
