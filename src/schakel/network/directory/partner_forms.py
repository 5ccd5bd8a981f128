"""Forms of partners abroad: which to see, and one partner."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.foundation.geography.queries import country_choices
from schakel.network.directory.entry_forms import day_field
from schakel.network.directory.forms import language_choices
from schakel.network.directory.partners import Network, Partner

_CODES = ("networks", "languages")


class PartnerFilter(forms.Form):
    """By country, language and network."""

    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        choices=lambda: [("", _("All countries")), *country_choices()],
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("All languages")), *language_choices()],
    )
    network = forms.ChoiceField(
        label=_("Network"), required=False, choices=[("", _("All networks")), *Network.choices]
    )
    on = day_field(_("As on"), required=False)


class PartnerForm(forms.ModelForm):
    """One partner, or the office of a network."""

    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        choices=lambda: [("", "—"), *country_choices()],
        help_text=_("Leave it empty for the office of a network."),
    )
    networks = forms.MultipleChoiceField(
        label=_("Networks"),
        required=False,
        choices=Network.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    valid_from = day_field(_("Partner since"), required=False)
    valid_to = day_field(_("Partner until"), _("The first day on which it is not."), required=False)

    class Meta:
        model = Partner
        fields = (
            *("name", "country", "networks", "languages", "phone", "email", "website"),
            *("helps_with", "valid_from", "valid_to"),
        )
        widgets = {"helps_with": forms.Textarea({"rows": 3})}
        help_texts = {"phone": _("A number of the organisation, never of one person.")}

    def __init__(self, *args: Any, instance: Partner | None = None, **more: Any) -> None:
        initial = {name: getattr(instance, name).split() for name in _CODES} if instance else {}
        super().__init__(*args, **{**more, "instance": instance, "initial": initial})

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for name in _CODES:
            given[name] = " ".join(given.get(name, []))
        given["country_id"] = given.pop("country", "") or None
        if given["country_id"] is None and not given["networks"]:
            self.add_error("country", _("Choose a country or a network."))
        begin, end = given.get("valid_from"), given.get("valid_to")
        if begin and end and end < begin:
            self.add_error("valid_to", _("It must end after it began."))
        return given

    def _post_clean(self) -> None:
        """Nothing is written from here: the action does."""
