"""Forms about sites and units, and the filter of the board."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.choices import ClosureReason, Language, Scheme
from schakel.care.placement.models import Site, Unit
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.geography.queries import police_unit_choices

_ANY = ("", _("All"))
_YES_NO_UNKNOWN = [("", _("Not known")), ("True", _("Yes")), ("False", _("No"))]


class BoardFilter(forms.Form):
    """Narrows the board of places."""

    mark_optional = False
    scheme = forms.ChoiceField(label=_("Scheme"), required=False, choices=[_ANY, *Scheme.choices])
    region = forms.ChoiceField(
        label=_("Region"),
        required=False,
        choices=lambda: [_ANY, *police_unit_choices(national=False)],
    )
    free = forms.BooleanField(label=_("Only free places"), required=False)


class SiteForm(forms.ModelForm):
    """A site. Its address is not shown here; leaving the field empty keeps what is there."""

    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=300,
        help_text=_("Secret. Leave empty to keep the address that is there."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=60,
        help_text=_("Leave empty to keep the number that is there."),
    )

    class Meta:
        model = Site
        fields = ("name", "organisation", "scheme", "police_unit", "active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = cast("forms.ModelChoiceField", self.fields["organisation"])
        organisations.queryset = Organisation.objects.filter(active=True).order_by("name")

    def facts(self) -> dict[str, Any]:
        """By column; without secrets that stay as they are."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value or name not in ("address", "phone")
        }


class UnitForm(forms.ModelForm):
    """A unit, and whom it takes; what is not known stays open, so that somebody asks."""

    languages = forms.MultipleChoiceField(
        label=_("Languages that staff speak"),
        required=False,
        choices=Language.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Unit
        fields = (
            *("name", "beds", "sexes", "min_age", "max_age", "children", "safety"),
            *("wheelchair", "pets", "night_intake", "takes_addiction", "takes_psychiatric"),
            *("takes_aggression", "takes_lvb", "takes_pregnant", "languages", "active"),
        )

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = site
        self.initial["languages"] = (self.instance.languages or "").split()
        for field in self.fields.values():
            if isinstance(field, forms.NullBooleanField):
                field.widget = forms.Select(choices=_YES_NO_UNKNOWN)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Unit.objects.filter(site=self.site, name=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("This site has a unit of that name already."))
        return name

    def clean_languages(self) -> str:
        return " ".join(self.cleaned_data["languages"])


class ClosureForm(forms.Form):
    """Why a unit is closed, and until when."""

    reason = forms.ChoiceField(label=_("Why is it closed?"), choices=ClosureReason.choices)
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        help_text=_("Leave empty where the end is not known."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M"],
    )
