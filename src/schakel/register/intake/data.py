"""What a report says, read and typed, on its way from a form or a file to the database."""

import json
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cache
from typing import Any

from schakel.foundation.accounts.models import Organisation
from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.ui.periods import PartialPeriod
from schakel.register.intake.choices import UNKNOWN, Circumstance
from schakel.register.intake.regions import fitting_region

# What tells who somebody is, apart from the date of birth: only with a ground that allows it.
IDENTIFYING = (
    "surname",
    "name_prefix",
    "given_names",
    "birth_name",
    "aliases",
    "birth_place",
    "v_number",
    "phone",
)
# The same, and what else is kept beside it, encrypted: the texts of ReportIdentity.
IDENTITY_TEXTS = (*IDENTIFYING, "birth_basis", "reporter_reference", "person_key", "note")


@dataclass(frozen=True)
class PurposeData:
    """One purpose with the ground on which data may be shared for it."""

    purpose: str
    legal_basis: str
    consent_date: PartialDate | None = None


@dataclass(frozen=True)
class FormData:
    """One form of exploitation; `sector` is "" where it is not known."""

    form: str
    sector: str = ""


@dataclass(frozen=True)
class CountryData:
    """A country (iso2) and the part that it played (a code of `country_role`)."""

    country: str
    role: str


@dataclass(frozen=True)
class ReportData:
    """One report. Codes are codes of foundation.terms; None and "" mean: not known.

    What says who the person is stays out of `repr`, and with it out of error reports.
    """

    reporter_type: str
    # The number of the sending organisation or the name of the source; see ReportIdentity.scope.
    scope: str = ""
    organisation_id: int | None = None
    reporter_reference: str = field(default="", repr=False)
    reported_on: PartialDate | None = None
    surname: str = field(default="", repr=False)
    name_prefix: str = field(default="", repr=False)
    given_names: str = field(default="", repr=False)
    birth_name: str = field(default="", repr=False)
    aliases: tuple[str, ...] = field(default=(), repr=False)  # without commas and semicolons
    date_of_birth: PartialDate | None = field(default=None, repr=False)
    birth_basis: str = ""  # how the date of birth is known
    birth_place: str = field(default="", repr=False)
    v_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    person_key: str = field(default="", repr=False)
    age: int | None = None
    gender: str = UNKNOWN
    nationalities: tuple[str, ...] = ()  # iso2, or codes of nationality_special
    country_of_birth: str | None = None  # iso2
    residence_status: str = UNKNOWN
    forms: tuple[FormData, ...] = ()  # the first is the main form
    place_municipality: str | None = None  # code
    place_country: str | None = None  # iso2
    further_places: tuple[str, ...] = ()  # codes of municipalities, or iso2 of countries
    countries: tuple[CountryData, ...] = ()  # on the way there
    periods: tuple[PartialPeriod, ...] = ()
    recruitment_methods: tuple[str, ...] = ()
    recruiter_relations: tuple[str, ...] = ()
    control_means: tuple[str, ...] = ()
    domestic_crossborder: str = UNKNOWN
    police_unit: str | None = None  # code
    purposes: tuple[PurposeData, ...] = ()
    police_report_status: str = UNKNOWN
    reflection_period_status: str = UNKNOWN
    sub3_only: bool | None = None
    note: str = field(default="", repr=False)
    # A code of the identity goes to the linkage unit, past the centre, under `reporter_reference`.
    encoded: bool | None = None
    # A form's one-time token: the same token is the same sending.
    token: str = field(default="", repr=False, compare=False)
    # When it reached the centre, for reports that came by another way first; None: now.
    received_at: datetime | None = field(default=None, compare=False)
    # Where it stood in a file; 0 elsewhere.
    line: int = field(default=0, compare=False)

    @property
    def has_identity(self) -> bool:
        """Does it say who the person is? A year of birth alone does not."""
        return bool(self.identified_by)

    @property
    def identified_by(self) -> str:
        """The first field that says who the person is; "" where none does."""
        given = next((name for name in IDENTIFYING if getattr(self, name)), "")
        dated = self.date_of_birth is not None and self.date_of_birth.month is not None
        return given or ("date_of_birth" if dated else "")

    def sent_by(self, organisation: Organisation) -> "ReportData":
        """The same report as sent by `organisation`, with its region where none is given."""
        kind = organisation.reporter_type or self.reporter_type
        return replace(
            self,
            organisation_id=organisation.pk,
            scope=organisation.number,
            reporter_type=kind,
            police_unit=self.police_unit or fitting_region(kind, organisation.police_unit_id),
        )

    @property
    def circumstances(self) -> dict[str, tuple[str, ...]]:
        """The codes of each list that says how exploitation came about and went on."""
        return {name: getattr(self, field) for name, field in CIRCUMSTANCES.items()}

    def canonical(self) -> str:
        """The content as one text, the same for the same content and for later versions of this class."""
        return json.dumps(_filled(self), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _filled(data: Any) -> Any:
    """What is filled in, as plain values: a field that a later version adds leaves old texts alone."""
    if isinstance(data, str | int):
        return data
    if isinstance(data, tuple):
        return [_filled(one) for one in data]
    if isinstance(data, PartialDate | PartialPeriod):
        return str(data)
    values = ((name, getattr(data, name)) for name in _compared(data.__class__))
    return {name: _filled(value) for name, value in values if value not in (None, "", ())}


@cache
def _compared(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.compare)


# code list → field of ReportData
CIRCUMSTANCES = {
    Circumstance.RECRUITMENT.value: "recruitment_methods",
    Circumstance.RECRUITER.value: "recruiter_relations",
    Circumstance.CONTROL.value: "control_means",
}
