"""What a care coordinator, a reporter or a shelter fills in to ask for a place, and about their request."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.asking import PersonData
from schakel.care.placement.choices import Kin
from schakel.care.placement.needs_forms import PeopleForms, PersonForm
from schakel.care.placement.request_forms import AskingForm, text_area
from schakel.foundation.accounts.models import Organisation, User
from schakel.foundation.ui.whole import whole

ADULT, MOST_CHILDREN = 18, 8
# Asked once for client and children; the other answers of a client say nothing about them, or follow.
_ALIKE = ("wheelchair", "lvb")


class CompanionForm(PersonForm):
    """Somebody who comes along. Who stays at which shelter is not for who asks to know."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("contacts", "excluded_units"):
            del self.fields[name]


class ClientForm(CompanionForm):
    """The person who needs a place, with the ages of the children who come along."""

    children = forms.CharField(
        label=_("Ages of the children who come along"),
        required=False,
        max_length=60,
        help_text=_(
            "With commas between them, such as 0, 4. Where you answer no below, that counts for them as well."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, main=True, **kwargs)
        first, *rest = self.groups
        self.groups = [(first[0], (*first[1], "children")), *rest]

    def clean_children(self) -> list[int]:
        parts = self.cleaned_data["children"].replace(";", ",").split(",")
        ages = [part.strip() for part in parts if part.strip()]
        if any((years := whole(age)) is None or years >= ADULT for age in ages):
            raise forms.ValidationError(
                _("Write ages below 18 in whole years, with commas between them.")
            )
        if len(ages) > MOST_CHILDREN:
            raise forms.ValidationError(_("That is a lot of children. Call the centre."))
        return [int(age) for age in ages]

    def family(self) -> tuple[PersonData, ...]:
        """The client first, and the children."""
        client = self.person()
        alike = {name: False for name in _ALIKE if client.facts.get(name) is False}
        ages = self.cleaned_data["children"]
        return (client, *(PersonData(kin=Kin.CHILD, age=age, facts=alike) for age in ages))


class AskedFor(PeopleForms):
    """A client with children, of whom only the ages are asked, and others who come along."""

    person = CompanionForm
    prefix = "client"

    def first(self, *args: Any, **kwargs: Any) -> ClientForm:
        return ClientForm(*args, prefix=self.prefix, **kwargs)

    def people(self) -> tuple[PersonData, ...]:
        return (*cast("ClientForm", self.main).family(), *self.companions())


class OwnAskingForm(AskingForm):
    """What is asked; `user` asks for an organisation of their own."""

    def __init__(self, *args: Any, user: User, askers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=user.organisations_as(askers)).order_by("name")
        own = list(rows)
        self.organisation = own[0] if len(own) == 1 else None
        if self.organisation is not None:
            del self.fields["asked_by"]
        else:
            field = forms.ModelChoiceField(rows, label=_("For which organisation do you ask?"))
            self.fields["asked_by"] = field
        consent = self.fields["consent"]
        consent.help_text = _(
            "Ask the client. Without consent nothing goes to a shelter, and we cannot look for a place."
        )
        self.fields["contact"].label = _("Whom can we call back, and on which number?")

    def asker(self) -> Organisation:
        """For whom it is asked. Valid forms only."""
        chosen: Organisation = self.organisation or self.cleaned_data["asked_by"]
        return chosen


class ReplyForm(forms.Form):
    """The answer to a question of the centre."""

    text = text_area(_("Your answer"), _("Write no names here."), rows=3, required=True)


class WithdrawForm(forms.Form):
    """Why a place is no longer needed."""

    note = text_area(_("Why is it no longer needed?"), _("In one sentence, without names."))
