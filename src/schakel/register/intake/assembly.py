"""From what a report says to the rows that hold it; nothing is stored here."""

from dataclasses import dataclass, fields
from typing import Any

from schakel.foundation.geography.queries import country
from schakel.foundation.terms.queries import known
from schakel.foundation.ui.dates import PartialDate
from schakel.register.intake.ages import Ages, age_range, group_of, starting_age_range
from schakel.register.intake.choices import ENCODED
from schakel.register.intake.data import IDENTITY_TEXTS, ReportData
from schakel.register.intake.models import (
    Report,
    ReportCircumstance,
    ReportCountry,
    ReportForm,
    ReportIdentity,
    ReportNationality,
    ReportPeriod,
    ReportPlace,
    ReportPurpose,
)
from schakel.register.intake.names import joined

_IDENTITY = ("date_of_birth", *IDENTITY_TEXTS)


@dataclass(frozen=True)
class Assembled:
    """One report with all its rows, not stored yet."""

    report: Report
    identity: ReportIdentity
    purposes: list[ReportPurpose]
    forms: list[ReportForm]
    nationalities: list[ReportNationality]
    further_places: list[ReportPlace]
    countries: list[ReportCountry]
    periods: list[ReportPeriod]
    circumstances: list[ReportCircumstance]

    @property
    def identity_fields(self) -> tuple[str, ...]:
        """Which parts of an identity came in; their names, for the audit log."""
        return tuple(name for name in _IDENTITY if getattr(self.identity, name))


# The names of the lists of rows: whatever is added above is stored too.
PARTS = tuple(one.name for one in fields(Assembled) if one.name not in ("report", "identity"))


def assemble(data: ReportData, **given: object) -> Assembled:
    """The rows of one report; `given` are the columns of Report that `data` does not hold."""
    ages = age_range(data.age, data.date_of_birth, data.reported_on)
    begun = starting_age_range(data.age, data.date_of_birth, data.reported_on, data.periods)
    report = Report(
        reported_on=_text(data.reported_on),
        year=data.reported_on.year if data.reported_on else None,
        organisation_id=data.organisation_id,
        reporter_type=data.reporter_type,
        police_unit_id=data.police_unit,
        share_level=share_level(data),
        age=data.age,
        age_group=group_of(ages),
        **_bounds("age", ages),
        **_bounds("start_age", begun),
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
        date_of_birth=_text(data.date_of_birth),
        **{name: joined(getattr(data, name)) for name in IDENTITY_TEXTS},
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
        nationalities=[_nationality(report, code) for code in data.nationalities],
        **_exploitation(report, data),
    )


def _exploitation(report: Report, data: ReportData) -> dict[str, list[Any]]:
    """Where, when, by which way and how."""
    return {
        "further_places": [_place(report, code) for code in data.further_places],
        "countries": [
            ReportCountry(report=report, country_id=one.country, role=one.role)
            for one in data.countries
        ],
        "periods": [
            ReportPeriod(
                report=report,
                start=_text(one.start),
                end=_text(one.end),
                ongoing=one.ongoing,
            )
            for one in data.periods
        ],
        "circumstances": [
            ReportCircumstance(report=report, code_list=code_list, code=code)
            for code_list, codes in data.circumstances.items()
            for code in codes
        ],
    }


def _nationality(report: Report, code: str) -> ReportNationality:
    if known("nationality_special", code):
        return ReportNationality(report=report, special=code)
    return ReportNationality(report=report, country_id=code)


def _place(report: Report, code: str) -> ReportPlace:
    if country(code) is not None:
        return ReportPlace(report=report, country_id=code)
    return ReportPlace(report=report, municipality_id=code)


def _bounds(name: str, ages: Ages | None) -> dict[str, int | None]:
    low, high = ages or (None, None)
    return {f"{name}_low": low, f"{name}_high": high}


def share_level(data: ReportData) -> str:
    """The code of `share_level`: how much of an identity the reporter shared."""
    born = data.date_of_birth
    if data.surname and born is not None and born.day is not None and not born.about:
        return "IDENTIFIED"
    if data.has_identity:
        return "PARTIAL"
    return ENCODED if data.encoded else "NONE"


def _text(date: PartialDate | None) -> str:
    return str(date) if date else ""
