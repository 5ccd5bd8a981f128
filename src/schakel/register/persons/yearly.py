"""What counts of a person in a year: the one rule by which figures take facts from reports. No identity.

The rule (stated with every figure): a fact of a person in a year is what the first report of that year says
that answers it, in the order of `registrations.Fact`; a later report of the year fills a gap and never
changes an answer. Forms and sectors are those of all reports of the year together. A person whose year is
not known counts in a year of its own, "not known".
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef

from schakel.foundation.geography.choices import CountryGroup
from schakel.foundation.geography.queries import country
from schakel.foundation.terms.ages import STARTS, age_group
from schakel.foundation.terms.answers import NO_ANSWER, UNKNOWN
from schakel.foundation.ui.dates import PartialDate
from schakel.register.intake.choices import ENDED, STATELESS, Status
from schakel.register.intake.models import (
    Report,
    ReportForm,
    ReportNationality,
    ReportPurpose,
    ReportStatus,
)
from schakel.register.persons.models import Membership
from schakel.register.persons.registrations import Fact, dossier_type

# So many reports are read at a time, with a fixed number of queries.
BATCH = 5000
ADULT = 18
_COLUMNS = (
    *("year", "reported_on", "received_at", "reporter_type", "police_unit", "share_level"),
    *("gender", "age", "age_group", "age_low", "age_high", "residence_status"),
    *("police_report_status", "reflection_period_status", "domestic_crossborder", "sub3_only"),
)


class CountedRow(NamedTuple):
    """One report that counts; `report` is its primary key, for the caller to replace by a pseudonym."""

    report: int
    month: str  # two digits, or UNKNOWN
    reporter_type: str
    region: str  # a police unit, or "" where none is given
    share_level: str


@dataclass(frozen=True)
class PersonYear:
    """A person in a year (None: not known); `person` is a primary key, `reports` come earliest first."""

    person: int
    year: int | None
    new: bool  # in no earlier year; without any year: in no year at all
    reports: tuple[CountedRow, ...]
    gender: str
    age_group: str
    minor: bool | None
    nationality: str  # a country (iso2), STATELESS or UNKNOWN
    forms: tuple[str, ...]
    main_form: str
    sectors: tuple[str, ...]
    domestic_crossborder: str
    residence_status: str
    police_report_status: str
    reflection_period_status: str
    sub3_only: bool | None
    dossier_type: str


class Fate(NamedTuple):
    """What became of a report, for whoever explains why a figure changed; `report` is a primary key."""

    report: int
    received_at: datetime
    is_correction: bool
    ended: bool
    corrected: bool
    without_consent: bool


def fates() -> Iterator[Fate]:
    """Of every report ever received; one query, streamed."""
    said = ReportStatus.objects.filter(report=OuterRef("pk"))
    rows = Report.objects.order_by("pk").annotate(
        ended=Exists(said.filter(status__in=ENDED)),
        corrected=Exists(said.filter(status=Status.CORRECTED)),
        without_consent=Exists(said.filter(status=Status.CONSENT_WITHDRAWN)),
    )
    columns = ("pk", "received_at", "corrects", "ended", "corrected", "without_consent")
    for pk, received_at, corrects, *became in rows.values_list(*columns).iterator(BATCH):
        yield Fate(pk, received_at, corrects is not None, *became)


@dataclass(frozen=True)
class _Told:
    """A report with its rows."""

    fact: Fact
    row: Mapping[str, Any]
    forms: Sequence[tuple[str, str, bool]]
    nationalities: Sequence[str]


def person_years(cutoff: datetime) -> Iterator[PersonYear]:
    """Everybody who counts, by person and year, from the reports received up to `cutoff`.

    Who is one person and which reports stand is as the register now holds it. Streamed, with three queries
    for each `BATCH` reports.
    """
    rows = Membership.objects.counting().filter(report__received_at__lte=cutoff)
    found = rows.order_by("person", "report").values(
        "person", "report", *(f"report__{name}" for name in _COLUMNS)
    )
    for batch in _batches(found.iterator(chunk_size=BATCH)):
        for _person, told in groupby(_told(batch), key=lambda one: one.fact.person):
            yield from _years(list(told))


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Rows in batches that part no person."""
    batch: list[dict[str, Any]] = []
    for _person, mine in groupby(rows, key=itemgetter("person")):
        batch.extend(mine)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _told(batch: Sequence[dict[str, Any]]) -> Iterator[_Told]:
    reports = [row["report"] for row in batch]
    forms = _by_report(ReportForm, reports, "form", "sector", "main")
    nationalities = _by_report(ReportNationality, reports, "country", "special")
    purposes = _by_report(ReportPurpose, reports, "purpose")
    for row in batch:
        pk = row["report"]
        told = {name: row[f"report__{name}"] for name in _COLUMNS}
        asked = frozenset(purpose for (purpose,) in purposes[pk])
        order = (told["year"], told["reported_on"], told["received_at"])
        yield _Told(
            Fact(pk, row["person"], *order, asked),
            told,
            forms[pk],
            [land or special or STATELESS for land, special in nationalities[pk]],
        )


def _by_report(model: Any, reports: Sequence[int], *columns: str) -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = defaultdict(list)
    rows = model.objects.filter(report__in=reports).values_list("report", *columns)
    for report, *values in rows:
        found[report].append(tuple(values))
    return found


def _years(told: list[_Told]) -> Iterator[PersonYear]:
    by_year: dict[int | None, list[_Told]] = defaultdict(list)
    for one in sorted(told, key=lambda one: one.fact.order):
        by_year[one.fact.year].append(one)
    known = [year for year in by_year if year is not None]
    first = min(known, default=None)
    for year, reports in sorted(by_year.items(), key=lambda pair: pair[0] or 0):
        yield _person_year(reports, year, new=year == first)


def _person_year(told: Sequence[_Told], year: int | None, *, new: bool) -> PersonYear:
    rows = [one.row for one in told]
    forms = [form for one in told for form in one.forms if form[0] not in NO_ANSWER]
    sectors = {sector for _form, sector, _main in forms} - {"", *NO_ANSWER}
    main = next((form for form, _sector, main in forms if main), forms[0][0] if forms else UNKNOWN)
    ages = next((ages for row in rows if (ages := _ages(row)) is not None), (None, None))
    return PersonYear(
        person=told[0].fact.person,
        year=year,
        new=new,
        reports=tuple(_counted(one) for one in told),
        gender=_answer(rows, "gender"),
        age_group=_group(*ages),
        minor=_minor(*ages),
        nationality=next((code for one in told if (code := _nationality(one))), UNKNOWN),
        forms=tuple(sorted({form for form, _sector, _main in forms})) or (UNKNOWN,),
        main_form=main,
        sectors=tuple(sorted(sectors)) or (UNKNOWN,),
        domestic_crossborder=_answer(rows, "domestic_crossborder"),
        residence_status=_answer(rows, "residence_status"),
        police_report_status=_answer(rows, "police_report_status"),
        reflection_period_status=_answer(rows, "reflection_period_status"),
        sub3_only=next((said for row in rows if (said := row["sub3_only"]) is not None), None),
        dossier_type=dossier_type(purpose for one in told for purpose in one.fact.purposes),
    )


def _counted(one: _Told) -> CountedRow:
    row = one.row
    month = PartialDate.parse(row["reported_on"]).month if row["reported_on"] else None
    return CountedRow(
        report=one.fact.report,
        month=f"{month:02}" if month else UNKNOWN,
        reporter_type=row["reporter_type"],
        region=row["police_unit"] or "",
        share_level=row["share_level"],
    )


def _answer(rows: Sequence[Mapping[str, Any]], column: str) -> str:
    """The first answer; failing that why there is none ("not asked", "would not say")."""
    codes = [row[column] for row in rows]
    answers = [code for code in codes if code not in NO_ANSWER]
    reasons = [code for code in codes if code != UNKNOWN]
    return next(iter(answers or reasons), UNKNOWN)


Ages = tuple[int | None, int | None]


def _ages(row: Mapping[str, Any]) -> Ages | None:
    """The lowest and the highest age that a report leaves possible; the highest may be open."""
    if row["age"] is not None:
        return row["age"], row["age"]
    if row["age_group"] != UNKNOWN:
        starts = sorted(STARTS)
        place = next(n for n, start in enumerate(starts) if STARTS[start] == row["age_group"])
        return starts[place], starts[place + 1] - 1 if place + 1 < len(starts) else None
    if row["age_low"] is None or row["age_high"] is None:
        return None
    return row["age_low"], row["age_high"]


def _group(low: int | None, high: int | None) -> str:
    """The group in which all of these ages lie."""
    group = age_group(low)
    return group if high is None or age_group(high) == group else UNKNOWN


def _minor(low: int | None, high: int | None) -> bool | None:
    if low is None:
        return None
    if low >= ADULT:
        return False
    return True if high is not None and high < ADULT else None


def _nationality(one: _Told) -> str:
    """One of several: Dutch before another of the European Union before the first named; "" for none."""
    codes = [code for code in one.nationalities if code not in NO_ANSWER]
    groups = {code: land.group for code in codes if (land := country(code))}
    for wanted in (CountryGroup.NL, CountryGroup.EU):
        found = [code for code in codes if groups.get(code) == wanted]
        if found:
            return found[0]
    return codes[0] if codes else ""
