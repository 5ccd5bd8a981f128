"""Forms about offers and placements."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.choices import Destination, OverstayReason, RefusalReason
from schakel.care.placement.models import Unit
from schakel.care.placement.offering import HOURS
from schakel.care.placement.request_forms import text_area
from schakel.care.placement.shelter_forms import MomentForm
from schakel.foundation.accounts.models import Organisation

PARALLEL, ORDER = "parallel", "order"
# The kind of organisation that goes on with the client after a placement.
CARE = "CARE_COORDINATION"


class ChoiceForm(forms.Form):
    """To whom a request is offered, how, and why not to the first of the ranking."""

    unit = forms.MultipleChoiceField(label=_("Places"), widget=forms.MultipleHiddenInput)
    how = forms.ChoiceField(
        label=_("Where you chose several places"),
        choices=[
            (ORDER, _("one after the other: the next when the one before refuses")),
            (PARALLEL, _("all at once: the first to accept has it")),
        ],
        widget=forms.RadioSelect,
        initial=ORDER,
        required=False,
    )
    hours = forms.IntegerField(label=_("Hours to answer"), min_value=1, max_value=72, initial=HOURS)
    deviation = text_area(
        _("Why otherwise than the ranking?"),
        _(
            "Needed when the first place of the ranking is not among your choice, or a place does not fit."
        ),
    )

    def __init__(self, *args: Any, units: dict[str, Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        field = cast("forms.MultipleChoiceField", self.fields["unit"])
        field.choices = [(number, number) for number in units]
        field.error_messages["required"] = str(_("Tick at least one place in the list."))

    @property
    def chosen(self) -> list[Unit]:
        """In the order of the ranking, which is the order of the page."""
        return [self.units[number] for number in self.cleaned_data["unit"]]


class RefusalForm(forms.Form):
    """What a site that telephones gives as its reason."""

    reason = forms.ChoiceField(
        label=_("Why does the shelter refuse?"), choices=RefusalReason.choices
    )
    note = text_area(_("In its own words"))


class QuestionForm(forms.Form):
    """How an improper refusal was taken up with the shelter."""

    note = text_area(_("What did you agree with the shelter?"), required=True)


class CareForm(forms.Form):
    """Who coordinates the care from now on."""

    care = forms.ModelChoiceField(
        Organisation.objects.filter(active=True, reporter_type=CARE).order_by("name"),
        label=_("Who coordinates the care from now on?"),
        required=False,
        empty_label=_("The centre, at a distance"),
    )


class LeaveForm(forms.Form):
    """Where people went."""

    destination = forms.ChoiceField(label=_("Where did they go?"), choices=Destination.choices)


class ExtendForm(forms.Form):
    """Until when a stay goes on beyond its term, and why."""

    until_day = forms.DateField(
        label=_("Up to and including"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    reason = forms.ChoiceField(label=_("Why longer?"), choices=OverstayReason.choices)
    note = text_area(_("Explanation"))


class TransferForm(forms.Form):
    """To which free place a group flows through."""

    unit = forms.ChoiceField(label=_("Which place?"))

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.number: unit for unit in units}
        schemes: dict[str, list[tuple[str, str]]] = {}
        for unit in units:
            of_scheme = schemes.setdefault(str(unit.site.get_scheme_display()), [])
            of_scheme.append((unit.number, f"{unit.site}, {unit}"))
        choices = [("", _("Choose a free place")), *schemes.items()]
        cast("forms.ChoiceField", self.fields["unit"]).choices = choices

    def clean_unit(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]


class DirectForm(TransferForm, MomentForm):
    """Where another authority placed somebody, since when, and who decided."""

    there = forms.BooleanField(label=_("They are there already"), required=False, initial=True)
    note = text_area(_("Who placed them, and why without the centre?"), _("Write no names here."))
    field_order = ("unit", "at", "there", "note")
