"""The form that corrects a report: all questions on one page, filled in as the report was."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _

from schakel.foundation.geography.models import Municipality
from schakel.foundation.terms.queries import label
from schakel.foundation.ui.dates import PartialDate
from schakel.register.intake.choices import UNKNOWN
from schakel.register.intake.data import CIRCUMSTANCES, FormData, PurposeData, ReportData
from schakel.register.intake.forms.exploitation import exploitation_values
from schakel.register.intake.forms.guided import flat_choices
from schakel.register.intake.forms.identity import identity_values
from schakel.register.intake.forms.report import ReportForm, consents
from schakel.register.intake.legal import CONSENT, NO_IDENTITY
from schakel.register.intake.regions import fitting_region
from schakel.register.intake.steps import STEPS

SHOWN_NATIONALITIES = 2
_LISTS = {
    "main_form": "exploitation_form",
    "other_forms": "exploitation_form",
    "purposes": "purpose",
    "consent": "legal_basis",
    **{field: code_list for code_list, field in CIRCUMSTANCES.items()},
}


class CorrectionForm(ReportForm):
    """Everything that the old report says and this form does not show goes into the correction as it is."""

    groups = tuple(group for step in STEPS for group in step.groups(step.title))

    def __init__(self, *args: Any, old: ReportData, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old = old
        self.drop("organisation", "channel")
        if self.with_identity:
            self._shape_consent()
        else:
            self.drop("consent", "consent_date")
        self._offer_what_was_said()

    def _shape_consent(self) -> None:
        consent = cast(forms.ChoiceField, self.fields["consent"])
        if self.statutory:
            consent.help_text = _(
                "For registration you need no consent. For shelter or advice you do, because we pass "
                "data on to others."
            )
        elif self._has_other_ground():
            consent.choices = [
                ("", _("No consent; another legal basis, as in the report")),
                *consents(),
            ]
        else:
            consent.required = True
            consent.choices = consents()
            consent.help_text = _(
                "The consent is in writing, and you keep it. Without consent: report without a name."
            )

    def _has_other_ground(self) -> bool:
        bases = {one.legal_basis for one in self.old.purposes}
        return bool(bases - CONSENT - {NO_IDENTITY})

    def _offer_what_was_said(self) -> None:
        """A code that is no longer on the list, or a municipality that merged, stays a choice here."""
        for name, field in self.fields.items():
            if not isinstance(field, forms.ChoiceField):
                continue
            value = self.initial.get(name)
            given = value if isinstance(value, list) else [value]
            offered = {str(code) for code, _text in flat_choices(field.choices)}
            missing = [one for one in given if one and str(one) not in offered]
            if missing:
                listed = list(cast("Iterable[Any]", field.choices))
                field.choices = [*listed, *((one, _name(name, one)) for one in missing)]

    def corrected(self) -> ReportData:
        """The correction as a whole. Valid forms only."""
        if self.sender is None:
            raise ValueError("a correction has the sender of the report")
        new, old = self.to_data(self.sender), self.old
        seen = old.nationalities[:SHOWN_NATIONALITIES]
        unseen = [one for one in old.nationalities if one not in (*seen, *new.nationalities)]
        return replace(
            new,
            date_of_birth=self._birth(new),
            nationalities=(*new.nationalities, *unseen),
            forms=self._all_forms(),
            purposes=tuple(self._ground(one) for one in new.purposes),
            sub3_only=new.sub3_only if "sub3_only" in self.fields else old.sub3_only,
            police_unit=new.police_unit if "police_unit" in self.fields else self._old_region(),
            encoded=old.encoded,
        )

    def _birth(self, new: ReportData) -> PartialDate | None:
        """A year of birth that was left as it stood says what it said, rough or not."""
        old = self.old.date_of_birth
        if (
            "year_of_birth" not in self.fields
            or "year_of_birth" in self.changed_data
            or old is None
        ):
            return new.date_of_birth
        return PartialDate(old.year, about=old.about)

    def _old_region(self) -> str | None:
        """What the report said, unless its kind of reporter has no region (any more)."""
        return fitting_region(self.old.reporter_type, self.old.police_unit)

    def _all_forms(self) -> tuple[FormData, ...]:
        """The main form as chosen; the others with the sectors that the report gave them."""
        main, sector = self.cleaned_data["main_form"], self.cleaned_data["sector"]
        others = [one for one in self.cleaned_data["other_forms"] if one != main]
        first = [FormData(main, sector)] if main != UNKNOWN or sector else []
        same_main = [one.form for one in self.old.forms[:1]] == [main]
        said = self.old.forms[1:] if same_main else self.old.forms
        kept = [one for one in said if one.form in (main, *others) and one not in first]
        named = {one.form for one in kept}
        return (*first, *kept, *(FormData(one) for one in others if one not in named))

    def _ground(self, purpose: PurposeData) -> PurposeData:
        """The ground that the report gave, unless what the form says about consent was changed."""
        if {"consent", "consent_date"} & set(self.changed_data):
            return purpose
        if not self.with_identity and self.old.has_identity:
            return purpose
        said = {one.purpose: one for one in self.old.purposes}
        return said.get(purpose.purpose, purpose)


def values_of(data: ReportData) -> dict[str, Any]:
    """The first values of the form: what the report said."""
    first = data.forms[0] if data.forms else FormData(UNKNOWN)
    others = dict.fromkeys(one.form for one in data.forms[1:] if one.form != first.form)
    consent = next((one for one in data.purposes if one.legal_basis in CONSENT), None)
    nationalities = [*data.nationalities, "", ""]
    return {
        **{name: getattr(data, name) or "" for name in _SAME},
        "reported_on": _text(data.reported_on),
        "date_of_birth": _text(data.date_of_birth),
        "year_of_birth": data.date_of_birth.year if data.date_of_birth else None,
        "age": data.age,
        "nationality": nationalities[0],
        "second_nationality": nationalities[1],
        "main_form": first.form,
        "sector": first.sector,
        "other_forms": list(others),
        "purposes": [one.purpose for one in data.purposes],
        "consent": consent.legal_basis if consent else "",
        "consent_date": _text(consent.consent_date) if consent else "",
        "sub3_only": {True: "yes", False: "no", None: ""}[data.sub3_only],
        **identity_values(data),
        **exploitation_values(data),
    }


_SAME = (
    "reporter_reference",
    "person_key",
    "note",
    "gender",
    "residence_status",
    "domestic_crossborder",
    "police_report_status",
    "reflection_period_status",
    "country_of_birth",
    "place_municipality",
    "place_country",
    "police_unit",
)


def _text(value: Any) -> str:
    return str(value) if value else ""


def _name(question: str, code: str) -> str:
    """What a code that is no longer offered is called."""
    if question == "place_municipality":
        found = Municipality.objects.filter(code=code).first()
        return found.name if found else code
    return label(_LISTS.get(question, question), code)
