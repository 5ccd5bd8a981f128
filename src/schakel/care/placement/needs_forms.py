"""What is asked about one person who needs a place: few questions, and "not known" is an answer to each."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.asking import PersonData
from schakel.care.placement.choices import Kin, Language, Safety
from schakel.care.placement.wording import code_choices, fact_label
from schakel.foundation.geography.queries import police_unit_choices
from schakel.foundation.terms.answers import UNKNOWN
from schakel.foundation.terms.queries import choices, nationality_choices
from schakel.foundation.ui.dates import PartialDateField
from schakel.foundation.ui.whole import whole
from schakel.register.intake.validation import refuse_service_number

NOT_KNOWN = ("", _("Not known"))
NONE = "NONE"
_YES, _NO = "yes", "no"
CODES = (
    *("b8_status", "residence_status"),
    *("reflection_period_status", "police_report_status"),
)
YES_NO = (
    *("pregnant", "wheelchair", "pets", "addiction", "psychiatric", "aggression", "lvb"),
    *("multi_problem", "unaccompanied", "dublin", "exploitation_unclear"),
)
_SETS = ("languages", "exploitation_forms", "excluded_regions")
# What must be known before a place can be chosen; the rest decides at some places only.
WORTH_ASKING = ("age", "sex", "nationality_group", "b8_status", "safety_level", "excluded_regions")


def _select(name: str, options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=fact_label(f"client.{name}"), required=False, choices=lambda: [NOT_KNOWN, *options()]
    )


def _several(name: str, options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=fact_label(f"client.{name}"),
        required=False,
        choices=options,
        widget=forms.CheckboxSelectMultiple,
    )


def _fact_fields() -> dict[str, forms.Field]:
    answers = [(_YES, _("Yes")), (_NO, _("No"))]
    found: dict[str, forms.Field] = {
        name: _select(name, lambda name=name: code_choices(f"client.{name}")) for name in CODES
    }
    found |= {name: _select(name, lambda: answers) for name in YES_NO}
    found["safety_level"] = _select("safety_level", lambda: Safety.choices)
    found["languages"] = _several("languages", lambda: Language.choices)
    forms_of = "client.exploitation_forms"
    found["exploitation_forms"] = _several("exploitation_forms", lambda: code_choices(forms_of))
    found["excluded_regions"] = _several("excluded_regions", _regions)
    found["excluded_regions"].help_text = _(
        "Where the offender or the exploitation is, or people know the client. Nothing ticked: not known yet."
    )
    return found


def _regions() -> list[tuple[str, Any]]:
    return [(NONE, _("No region is unsafe")), *police_unit_choices(national=False)]


class PersonForm(forms.Form):
    """One person: the few facts that decide first, then the rest folded away."""

    mark_optional = False
    groups: list[Any]
    kin = forms.ChoiceField(
        label=_("Who is this?"),
        choices=[pair for pair in Kin.choices if pair[0] != Kin.MAIN],
        # Somebody who was just added has not been asked about yet: no error there.
        required=False,
    )
    gender = forms.ChoiceField(
        label=_("Gender"), choices=lambda: choices("gender"), initial=UNKNOWN, required=False
    )
    age = forms.IntegerField(
        label=_("Age in years"),
        min_value=0,
        max_value=120,
        required=False,
        help_text=_("Leave empty where it is not known; 0 for a baby."),
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    nationality = forms.ChoiceField(
        label=_("Nationality"), choices=nationality_choices, initial=UNKNOWN, required=False
    )
    surname = forms.CharField(
        label=_("Surname"), max_length=100, required=False, validators=[refuse_service_number]
    )
    given_names = forms.CharField(
        label=_("Given names"), max_length=100, required=False, validators=[refuse_service_number]
    )
    date_of_birth = PartialDateField(label=_("Date of birth"), required=False)
    contacts = forms.ChoiceField(
        label=_("Does somebody from the case stay in a shelter?"),
        required=False,
        choices=[NOT_KNOWN, (NONE, _("No")), (_YES, _("Yes, at these places"))],
    )
    excluded_units = forms.CharField(
        label=_("Numbers of those places"),
        required=False,
        max_length=200,
        help_text=_("They begin with E-. Put a space between two numbers."),
    )

    def __init__(self, *args: Any, main: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if main:
            del self.fields["kin"]
        self.fields.update(_fact_fields())
        procedure = ("exploitation_forms", *CODES[1:], "dublin", "exploitation_unclear")
        needs = [name for name in YES_NO if name not in procedure]
        unsafe = ("excluded_regions", "contacts", "excluded_units")
        first = ("kin", "gender", "age", "nationality", "b8_status", "safety_level")
        self.groups = [
            (_("Who"), first),
            (_("What this person needs, and languages"), [*needs, "languages"], "", True),
            (_("Where it is not safe"), unsafe, "", True),
            (_("Exploitation and procedure"), procedure, "", True),
            (_("Name"), ("surname", "given_names", "date_of_birth"), _NAMES_LATER, True),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        regions = cleaned.get("excluded_regions") or []
        if NONE in regions and len(regions) > 1:
            self.add_error("excluded_regions", _("Choose regions, or say that none is unsafe."))
        if cleaned.get("contacts") == _YES and not cleaned.get("excluded_units"):
            self.add_error("excluded_units", _("Fill in the numbers, or choose 'Not known'."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What was answered, in the vocabulary; what is not known is left out."""
        given = self.cleaned_data
        facts: dict[str, Any] = {name: given[name] for name in CODES if given.get(name)}
        facts |= {name: given[name] == _YES for name in YES_NO if given.get(name)}
        facts |= {name: set(given[name]) - {NONE} for name in _SETS if given.get(name)}
        if given.get("safety_level"):
            facts["safety_level"] = int(given["safety_level"])
        if given.get("contacts"):
            facts["excluded_units"] = set(given.get("excluded_units", "").upper().split())
        return facts

    def person(self) -> PersonData:
        """What `asking` takes in."""
        given = self.cleaned_data
        born = given.get("date_of_birth")
        return PersonData(
            kin=given.get("kin") or Kin.MAIN,
            gender=given.get("gender") or UNKNOWN,
            age=given.get("age"),
            nationality=given.get("nationality") or UNKNOWN,
            surname=given.get("surname", ""),
            given_names=given.get("given_names", ""),
            date_of_birth=str(born) if born else "",
            facts=self.facts(),
        )


_NAMES_LATER = _("A shelter gets to see the name only once it has accepted.")


MOST_PEOPLE = 12


class PeopleForms:
    """Somebody, and whoever stays with them. The buttons "add" and "drop" change how many, without script."""

    # Of each: the first, and one for everybody else.
    person: type[PersonForm] = PersonForm
    prefix = "main"

    def __init__(self, sent: QueryDict | None = None, initial: Mapping[str, Any] | None = None):
        others = forms.formset_factory(self.person, extra=0, max_num=MOST_PEOPLE, validate_max=True)
        self.resized = False
        if sent is None:
            self.main = self.first(initial=initial)
            self.others = others(prefix="others")
            return
        given = sent.copy()
        now = min(whole(given.get("others-TOTAL_FORMS", "")) or 0, MOST_PEOPLE)
        wanted = {"add": min(now + 1, MOST_PEOPLE), "drop": max(now - 1, 0)}
        if (do := given.get("do", "")) in wanted:
            self.resized = True
            given["others-TOTAL_FORMS"] = str(wanted[do])
        self.main = self.first(given)
        self.others = others(given, prefix="others")

    def first(self, *args: Any, **kwargs: Any) -> PersonForm:
        """The form of whom it is about."""
        return self.person(*args, main=True, prefix=self.prefix, **kwargs)

    def is_valid(self) -> bool:
        """Everything right, and nobody still being added?"""
        return all([self.main.is_valid(), self.others.is_valid(), not self.resized])

    def people(self) -> tuple[PersonData, ...]:
        """The first is whom it is about."""
        return (self.main.person(), *self.companions())

    def companions(self) -> tuple[PersonData, ...]:
        """Everybody else."""
        return tuple(
            replace(one.person(), kin=one.cleaned_data.get("kin") or Kin.CHILD)
            for one in self.others
        )


class NeedsForm(PersonForm):
    """The same about somebody who was taken in before: what they need, not who they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, main=True, **kwargs)
        for name in ("gender", "age", "nationality", "surname", "given_names", "date_of_birth"):
            del self.fields[name]

    def untouched(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """What was known and is not asked here."""
        mine = {*CODES, *YES_NO, *_SETS, "safety_level", "excluded_units"}
        return {name: value for name, value in before.items() if name not in mine}


def initial_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as the form shows them."""
    found: dict[str, Any] = {name: facts[name] for name in CODES if facts.get(name)}
    found |= {name: _YES if facts[name] else _NO for name in YES_NO if facts.get(name) is not None}
    for name in _SETS:
        if facts.get(name) is not None:
            found[name] = sorted(facts[name]) or ([NONE] if name == "excluded_regions" else [])
    if facts.get("safety_level") is not None:
        found["safety_level"] = str(facts["safety_level"])
    units = facts.get("excluded_units")
    if units is not None:
        found["contacts"] = _YES if units else NONE
        found["excluded_units"] = " ".join(sorted(cast("list[str]", units)))
    return found
