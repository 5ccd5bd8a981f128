"""From what a report says to the rows that hold it; nothing is stored here."""

from dataclasses import dataclass

from schakel.foundation.ui.dates import PartialDate
from schakel.register.intake.ages import age_group_at
from schakel.register.intake.choices import STATELESS
from schakel.register.intake.data import ReportData
from schakel.register.intake.models import (
    Report,
    ReportForm,
    ReportIdentity,
    ReportNationality,
    ReportPurpose,
)

_IDENTITY = (
    "surname",
    "given_names",
    "date_of_birth",
    "reporter_reference",
    "person_key",
    "note",
)


@dataclass(frozen=True)
class Assembled:
    """One report with all its rows, not stored yet."""

    report: Report
    identity: ReportIdentity
    purposes: list[ReportPurpose]
    forms: list[ReportForm]
    nationalities: list[ReportNationality]

    @property
    def identity_fields(self) -> tuple[str, ...]:
        """Which parts of an identity came in; their names, for the audit log."""
        return tuple(name for name in _IDENTITY if getattr(self.identity, name))


def assemble(data: ReportData, **given: object) -> Assembled:
    """The rows of one report; `given` are the columns of Report that `data` does not hold."""
    report = Report(
        reported_on=_text(data.reported_on),
        year=data.reported_on.year if data.reported_on else None,
        organisation_id=data.organisation_id,
        reporter_type=data.reporter_type,
        police_unit_id=data.police_unit,
        share_level=share_level(data),
        age=data.age,
        age_group=age_group_at(data.age, data.date_of_birth, data.reported_on),
        gender=data.gender,
        residence_status=data.residence_status,
        country_of_birth_id=data.country_of_birth,
        domestic_crossborder=data.domestic_crossborder,
        place_municipality_id=data.place_municipality,
        place_country_id=data.place_country,
        police_report_status=data.police_report_status,
        reflection_period_status=data.reflection_period_status,
        sub3_only=data.sub3_only,
        **given,
    )
    identity = ReportIdentity(
        report=report,
        scope=data.scope,
        surname=data.surname,
        given_names=data.given_names,
        date_of_birth=_text(data.date_of_birth),
        reporter_reference=data.reporter_reference,
        person_key=data.person_key,
        note=data.note,
    )
    return Assembled(
        report=report,
        identity=identity,
        purposes=[
            ReportPurpose(
                report=report,
                purpose=one.purpose,
                legal_basis=one.legal_basis,
                consent_date=_text(one.consent_date),
            )
            for one in data.purposes
        ],
        forms=[
            ReportForm(report=report, form=one.form, sector=one.sector, main=place == 0)
            for place, one in enumerate(data.forms)
        ],
        nationalities=[
            ReportNationality(report=report, country_id=None if code == STATELESS else code)
            for code in data.nationalities
        ],
    )


def share_level(data: ReportData) -> str:
    """The code of `share_level`: how much of an identity the reporter shared."""
    full_date = data.date_of_birth is not None and data.date_of_birth.day is not None
    if data.surname and full_date:
        return "IDENTIFIED"
    if data.has_identity:
        return "PARTIAL"
    return "NONE"


def _text(date: PartialDate | None) -> str:
    return str(date) if date else ""
