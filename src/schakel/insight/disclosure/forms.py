"""Forms of releases."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.insight.disclosure.models import Release

FIRST_POSSIBLE_YEAR = 2000


def _last_closed_year() -> int:
    return timezone.localtime().year - 1


class DraftForm(forms.Form):
    """Which years to release."""

    first_year = forms.IntegerField(
        label=_("First year"), min_value=FIRST_POSSIBLE_YEAR, help_text=_("For instance 2019.")
    )
    last_year = forms.IntegerField(
        label=_("Last year"),
        min_value=FIRST_POSSIBLE_YEAR,
        help_text=_("The last year that is over, or an earlier one."),
    )
    unknown_year = forms.BooleanField(
        label=_("Also count reports whose year is not known"),
        required=False,
        initial=True,
        help_text=_("They get a row of their own."),
    )

    def clean_last_year(self) -> int:
        """Only closed years: what is still growing would show each new report."""
        year = self.cleaned_data["last_year"]
        if year > _last_closed_year():
            raise forms.ValidationError(
                _("Only years that are over can be released. The last one is %(year)s.")
                % {"year": _last_closed_year()}
            )
        return year

    def clean(self) -> None:
        """In order of time."""
        first, last = self.cleaned_data.get("first_year"), self.cleaned_data.get("last_year")
        if first and last and first > last:
            self.add_error("first_year", _("The first year comes after the last year."))


class ReleaseForm(forms.Form):
    """The last question before a draft becomes public."""

    reason = forms.CharField(
        label=_("Why does this release take the place of the last one?"),
        help_text=_("Everybody can read this on the page of the table. Name no persons."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    yearly_revision = forms.BooleanField(
        label=_("This is the yearly revision"),
        required=False,
        help_text=_("Once a year corrections may be released even when few reports were added."),
    )
    checked = forms.BooleanField(
        label=_("I have looked at the protected table and it may be published"),
        help_text=_("What is released cannot be changed or taken back."),
        error_messages={"required": _("Confirm that the table may be published.")},
    )

    def __init__(self, *args: object, standing: Release | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if standing is None:  # nothing to give a reason for
            del self.fields["reason"]
            del self.fields["yearly_revision"]
