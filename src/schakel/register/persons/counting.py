"""Keeping the stored registrations what the reports say, in a fixed number of queries per chunk."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from schakel.foundation.vault.insertion import insert
from schakel.register.intake.models import Report, ReportPurpose
from schakel.register.persons.models import DossierTypeChange, Membership, Registration
from schakel.register.persons.registrations import Fact, Key, dossier_types, first_reports

BATCH = 500


def count_new(
    reports: Iterable[Report], persons: Mapping[int, int], by: str, now: datetime
) -> None:
    """The registrations of persons who are new: `reports` are all that there is about them.

    `persons` gives the primary key of the person of each report.
    """
    rows = list(reports)
    purposes = _purposes([row.pk for row in rows])
    found = [
        Fact(
            report=row.pk,
            person=persons[row.pk],
            year=row.year,
            reported_on=row.reported_on,
            received_at=row.received_at,
            purposes=purposes.get(row.pk, frozenset()),
        )
        for row in rows
    ]
    first = {key: fact.report for key, fact in first_reports(found).items()}
    keys = _add_registrations(first, now)
    _add_types(keys, dossier_types(found), {}, by)


def recount(persons: Iterable[int], *, actor: str, now: datetime) -> None:
    """Make the registrations of `persons` what their reports say; a difference, not a rewrite."""
    people = sorted(set(persons))
    for start in range(0, len(people), BATCH):
        _recount(people[start : start + BATCH], actor, now)


def _recount(people: Sequence[int], actor: str, now: datetime) -> None:
    found = _facts(people)
    first = {key: fact.report for key, fact in first_reports(found).items()}
    rows = list(Registration.objects.filter(person__in=people))
    changed = [row for row in rows if _set(row, first.get((row.person_id, row.year)), now)]
    Registration.objects.bulk_update(changed, ["first_report", "ended_at"], batch_size=BATCH)
    keys = {(row.person_id, row.year): row.pk for row in rows}
    changes = DossierTypeChange.objects.filter(registration__in=list(keys.values())).order_by("pk")
    present = {
        registration: (kind, since)
        for registration, kind, since in changes.values_list(
            "registration", "dossier_type", "since"
        )
    }
    keys |= _add_registrations({key: one for key, one in first.items() if key not in keys}, now)
    _add_types(keys, dossier_types(found), present, actor)


def _set(row: Registration, report: int | None, now: datetime) -> bool:
    """Let the registration rest on `report`, or end it where there is none; is that a change?"""
    ended = None if report is not None else row.ended_at or now
    report = report or row.first_report_id
    if (row.first_report_id, row.ended_at) == (report, ended):
        return False
    row.first_report_id, row.ended_at = report, ended
    return True


def _facts(people: Sequence[int]) -> list[Fact]:
    """What the counting reports of `people` bring to their registrations."""
    open_ones = Membership.objects.open().filter(person__in=people)
    pairs = dict(open_ones.values_list("report", "person"))
    purposes = _purposes(list(pairs))
    rows = Report.objects.standing().filter(pk__in=list(pairs)).order_by()
    return [
        Fact(pk, pairs[pk], year, reported_on, received_at, purposes.get(pk, frozenset()))
        for pk, year, reported_on, received_at in rows.values_list(
            "pk", "year", "reported_on", "received_at"
        )
    ]


def _purposes(reports: Sequence[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    rows = ReportPurpose.objects.filter(report__in=reports).order_by()
    for report, purpose in rows.values_list("report", "purpose"):
        found.setdefault(report, set()).add(purpose)
    return {report: frozenset(purposes) for report, purposes in found.items()}


def _add_registrations(first: Mapping[Key, int], now: datetime) -> dict[Key, int]:
    """Store registrations by person, year and first report; returns their primary keys."""
    insert(
        Registration,
        ("person", "year", "first_report", "registered_at"),
        [(*key, report, now) for key, report in first.items()],
    )
    stored = Registration.objects.filter(person__in={person for person, _year in first}).order_by()
    rows = stored.values_list("person", "year", "pk")
    return {(person, year): pk for person, year, pk in rows if (person, year) in first}


def _add_types(
    keys: Mapping[Key, int],
    types: Mapping[Key, tuple[str, date]],
    present: Mapping[int, tuple[str, date]],
    actor: str,
) -> None:
    """Append a dossier type where the reports now say another one, or since another day, than is `present`.

    The day counts too, so that the newest row depends on nothing but the reports: whatever is undone, it
    says again what it said.
    """
    insert(
        DossierTypeChange,
        ("registration", "dossier_type", "since", "by"),
        [
            (keys[key], kind, day, actor)
            for key, (kind, day) in types.items()
            if present.get(keys[key]) != (kind, day)
        ],
    )
