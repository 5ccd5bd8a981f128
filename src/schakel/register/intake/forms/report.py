"""The questions of a report, asked on one page or on several, and what the answers say."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.foundation.accounts.models import Organisation
from schakel.foundation.geography.queries import (
    country_choices,
    municipality_choices,
)
from schakel.foundation.terms.answers import NOT_ASKED, REFUSED, answers_apart
from schakel.foundation.terms.queries import choices, grouped_choices, label
from schakel.foundation.ui.dates import PartialDate, PartialDateField
from schakel.foundation.ui.guarding import guarded
from schakel.register.intake.ages import age_at
from schakel.register.intake.choices import STATELESS, UNKNOWN
from schakel.register.intake.data import FormData, PurposeData, ReportData
from schakel.register.intake.forms.exploitation import ExploitationQuestions
from schakel.register.intake.forms.identity import ONLY_WITH_GROUND, IdentityQuestions
from schakel.register.intake.legal import (
    CONSENT,
    REGISTRATION,
    has_statutory_basis,
    proposed_basis,
)
from schakel.register.intake.regions import fitting_region, has_region, regions

Choices = list[tuple[str, Any]]
# The ways in which somebody at the centre takes a report for an organisation.
TAKEN_BY_CENTRE = ("PHONE", "PAPER", "SECURE_MAIL")


def _not_known() -> tuple[str, str]:
    return ("", str(_("Not known")))


def _countries() -> Choices:
    return [_not_known(), *country_choices()]


def _nationalities(*more: str) -> Choices:
    return [
        _not_known(),
        (STATELESS, label("nationality_special", STATELESS)),
        *country_choices(),
        *([(str(_("No answer")), _special(more))] if more else []),
    ]


def _special(codes: tuple[str, ...]) -> Choices:
    return [(code, label("nationality_special", code)) for code in codes]


def consents() -> Choices:
    """The two kinds of consent."""
    return [one for one in choices("legal_basis") if one[0] in CONSENT]


def _coded(code_list: str, **field: Any) -> forms.ChoiceField:
    """A choice from a code list in which "not known" is a choice of its own, and the first value.

    Where there are several ways of not answering, these stand together at the end.
    """

    def offered() -> Choices:
        answers, none = answers_apart(code_list)
        return [*answers, *(none if len(none) == 1 else [(str(_("No answer")), none)])]

    return forms.ChoiceField(choices=offered, initial=UNKNOWN, **field)


class ReportForm(IdentityQuestions, ExploitationQuestions):
    """A minimal report: nearly everything may stay "not known".

    Two faces: with identity, where the law or the person's consent allows it, and without. Which one
    is fixed before the form is shown; `clean` refuses nothing that the action would not refuse.
    """

    mark_optional = False
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        empty_label=_("Choose an organisation"),
    )
    channel = forms.ChoiceField(
        label=_("How did the report reach you?"),
        choices=lambda: [one for one in choices("channel") if one[0] in TAKEN_BY_CENTRE],
    )
    reporter_reference = forms.CharField(
        label=_("Your reference"),
        max_length=80,
        help_text=_(
            "The number or code that you use for this report. With it you find the report back. "
            "Do not put a name or a citizen service number (BSN) in it."
        ),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    reported_on = PartialDateField(
        label=_("Date of the report"),
        required=False,
        initial=lambda: timezone.localdate().isoformat(),
        help_text=_("When did you see the signs, or speak to the person? The year is enough."),
    )
    police_unit = forms.ChoiceField(
        label=_("Police unit"),
        required=False,
        choices=lambda: [_not_known(), *regions("")],
        help_text=_("The region of the report."),
    )
    purposes = forms.MultipleChoiceField(
        label=_("What is the report for?"),
        choices=lambda: choices("purpose"),
        widget=forms.CheckboxSelectMultiple,
        initial=[REGISTRATION],
        help_text=_(
            "Registration: the person counts in the national figures. Shelter and help, or advice: "
            "we contact you."
        ),
    )
    consent = forms.ChoiceField(
        label=_("Consent of the person"),
        choices=lambda: [
            ("", str(_("No consent, or not asked"))),
            *consents(),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    consent_date = PartialDateField(label=_("Date of consent"), required=False)
    year_of_birth = forms.IntegerField(
        label=_("Year of birth"), required=False, min_value=1900, max_value=2100
    )
    age = forms.IntegerField(
        label=_("Age"),
        required=False,
        min_value=0,
        max_value=120,
        help_text=_("On the date of the report. An estimate is fine. Empty means: not known."),
    )
    person_key = forms.CharField(
        label=_("Your code for this person"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_(
            "If you report the same person again, use the same code. Then the person is counted once, "
            "without a name."
        ),
    )
    gender = _coded("gender", label=_("Gender"), widget=forms.RadioSelect)
    nationality = forms.ChoiceField(
        label=_("Nationality"),
        required=False,
        choices=lambda: _nationalities(NOT_ASKED, REFUSED),
    )
    second_nationality = forms.ChoiceField(
        label=_("Second nationality"), required=False, choices=_nationalities
    )
    country_of_birth = forms.ChoiceField(
        label=_("Country of birth"), required=False, choices=_countries
    )
    residence_status = _coded("residence_status", label=_("Residence status"))
    main_form = _coded(
        "exploitation_form",
        label=_("Form of exploitation"),
        help_text=_("Choose the form that stands out most."),
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        required=False,
        choices=lambda: [_not_known(), *_sectors()],
    )
    other_forms = forms.MultipleChoiceField(
        label=_("Other forms of exploitation"),
        required=False,
        choices=lambda: [one for one in choices("exploitation_form") if one[0] != UNKNOWN],
        widget=forms.CheckboxSelectMultiple,
    )
    domestic_crossborder = _coded(
        "domestic_crossborder", label=_("Domestic or cross-border"), widget=forms.RadioSelect
    )
    place_municipality = forms.ChoiceField(
        label=_("Municipality of exploitation"),
        required=False,
        choices=lambda: [_not_known(), *municipality_choices()],
    )
    place_country = forms.ChoiceField(
        label=_("Country of exploitation"), required=False, choices=_countries
    )
    police_report_status = _coded("police_report_status", label=_("Police report (aangifte)"))
    reflection_period_status = _coded("reflection_period_status", label=_("Reflection period"))
    sub3_only = forms.TypedChoiceField(
        label=_("Only article 273f paragraph 1 sub 3"),
        required=False,
        choices=lambda: [_not_known(), ("yes", str(_("Yes"))), ("no", str(_("No")))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        help_text=_("Only brought across a border, for work that is not forced."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=guarded(forms.Textarea({"rows": 4})),
        help_text=_(
            "Only what is needed. No names of others, no medical details, no citizen service number (BSN)."
        ),
    )

    def __init__(
        self, *args: Any, sender: Organisation | None, with_identity: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sender = sender
        self.statutory = has_statutory_basis(sender.reporter_type if sender else "")
        self.with_identity = with_identity or self.statutory
        if sender is not None:
            self._shape_region(sender)
        if self.with_identity:
            self.drop("year_of_birth")
        else:
            self.drop(*ONLY_WITH_GROUND)
        if sender is not None and not self.statutory:
            self.drop("sub3_only", "police_unit")

    def _shape_region(self, sender: Organisation) -> None:
        """The regions of this kind of reporter; the question falls away where it has none."""
        kind = sender.reporter_type
        region = cast(forms.ChoiceField, self.fields["police_unit"])
        region.initial = fitting_region(kind, sender.police_unit_id) or ""
        region.choices = [_not_known(), *regions(kind)]
        if kind == "KMAR":
            region.label = _("District")
        if not has_region(kind):
            self.drop("police_unit")

    def drop(self, *names: str) -> None:
        """Leave these questions out."""
        for name in names:
            self.fields.pop(name, None)

    def to_data(self, sender: Organisation) -> ReportData:
        """What the form says, as a report of `sender`."""
        given = self.cleaned_data
        born = given.get("date_of_birth") or _year(given.get("year_of_birth"))
        age = given["age"] if given["age"] is not None else age_at(born, given["reported_on"])
        plain: dict[str, Any] = {name: given[name] for name in _CODES}
        texts: dict[str, Any] = {name: given.get(name, "") for name in _TEXTS}
        places: dict[str, Any] = {name: given.get(name) or None for name in _PLACES}
        return ReportData(
            reported_on=given["reported_on"],
            date_of_birth=born,
            age=given["age"],
            nationalities=_several(given["nationality"], given["second_nationality"]),
            forms=self._forms(),
            purposes=self._purposes(sender.reporter_type, age),
            sub3_only=given.get("sub3_only"),
            **self.identity(),
            **self.exploitation(),
            encoded=self.encoded or None,
            token=given["token"],
            reporter_type=sender.reporter_type,
            **plain,
            **texts,
            **places,
        ).sent_by(sender)

    @property
    def encoded(self) -> bool:
        """Does a code of the identity go to the linkage unit?"""
        return False

    def _forms(self) -> tuple[FormData, ...]:
        main, sector = self.cleaned_data["main_form"], self.cleaned_data["sector"]
        others = [one for one in self.cleaned_data["other_forms"] if one != main]
        first = [FormData(main, sector)] if main != UNKNOWN or sector else []
        return (*first, *map(FormData, others))

    def _purposes(self, reporter_type: str, age: int | None) -> tuple[PurposeData, ...]:
        consent = self.cleaned_data.get("consent", "")
        consent = consent if consent in CONSENT else ""
        date = self.cleaned_data.get("consent_date")
        found = []
        for purpose in self.cleaned_data["purposes"]:
            basis = proposed_basis(reporter_type, purpose, consent=bool(consent), age=age)
            # Which of the two consents it is, the reporter knows better than the age does.
            basis = consent if basis in CONSENT else basis
            found.append(PurposeData(purpose, basis, date if basis in CONSENT else None))
        return tuple(found)


_CODES = (
    "gender",
    "residence_status",
    "domestic_crossborder",
    "police_report_status",
    "reflection_period_status",
)
_TEXTS = ("reporter_reference", "person_key", "note")
_PLACES = ("country_of_birth", "place_municipality", "place_country", "police_unit")


def _sectors() -> list[Any]:
    """Sectors under their form of exploitation; "not known" is offered once, as the first choice."""
    groups = grouped_choices("sector", "exploitation_form")
    return [
        (name, [one for one in pairs if one[0] != UNKNOWN]) for name, pairs in groups if name
    ] + [one for name, pairs in groups if not name for one in pairs if one[0] != UNKNOWN]


def _several(*codes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if code))


def _year(year: int | None) -> PartialDate | None:
    return PartialDate(year) if year else None
