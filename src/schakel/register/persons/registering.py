"""The work of registering many reports at once: a fixed number of queries per thousand reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import F

from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.register.intake.models import Report, ReportForm, ReportIdentity, ReportPurpose
from schakel.register.intake.numbering import unused_numbers
from schakel.register.persons.choices import MembershipKind
from schakel.register.persons.models import (
    DossierTypeChange,
    Exploitation,
    Identity,
    Membership,
    Person,
    Registration,
)
from schakel.register.persons.registrations import Fact, dossier_types, first_reports

BATCH = 500
# Any number will do, as long as nothing else takes the same lock.
_LOCK = 0x5C4A4B31


def one_at_a_time() -> None:
    """Two registrars at once must not make two persons of one key; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@dataclass
class Decided:
    """For each report the person it becomes and why; `undecided` reports wait for a registrar."""

    persons: dict[int, Person] = field(default_factory=dict)
    kinds: dict[int, MembershipKind] = field(default_factory=dict)
    new: list[Person] = field(default_factory=list)
    undecided: list[Report] = field(default_factory=list)


def still_to_register(reports: Sequence[Report]) -> list[Report]:
    """Those of `reports` that count and belong to nobody yet."""
    pks = [report.pk for report in reports]
    taken = set(Membership.objects.open().filter(report__in=pks).values_list("report", flat=True))
    standing = set(Report.objects.standing().filter(pk__in=pks).values_list("pk", flat=True))
    return [report for report in reports if report.pk in standing and report.pk not in taken]


def identities_of(reports: Sequence[Report]) -> list[ReportIdentity]:
    """What each report says about who it is about; asks the database only for what is not at hand."""
    link = Report._meta.get_field("identity")
    at_hand = [report.identity for report in reports if link.is_cached(report)]
    rest = [report.pk for report in reports if not link.is_cached(report)]
    if rest:
        columns = ("report", "surname", "given_names", "date_of_birth", "person_key_index")
        at_hand += ReportIdentity.objects.filter(report__in=rest).only(*columns)
    return at_hand


def decide(
    reports: Sequence[Report], identities: Sequence[ReportIdentity], *, actor: str, now: datetime
) -> Decided:
    """Corrections follow the report they correct, the same key of the same sender the same person.

    A key under which a registrar put reports apart says nothing any more: such a report waits.
    """
    keys = {row.pk: row.person_key_index for row in identities if row.person_key_index}
    known = _persons_by_key(set(keys.values()))
    corrected = _persons_by_report({report.corrects_id for report in reports if report.corrects_id})
    decided = Decided()
    for report in reports:
        key = keys.get(report.pk, "")
        person, kind = corrected.get(report.corrects_id), MembershipKind.CORRECTION
        if person is None and len(known.get(key, ())) > 1:
            decided.undecided.append(report)
            continue
        if person is None and key in known:
            person, kind = next(iter(known[key].values())), MembershipKind.SAME_KEY
        if person is None:
            person = Person(created_at=now, created_by=actor)
            decided.new.append(person)
            kind = MembershipKind.REGISTERED
        decided.persons[report.pk], decided.kinds[report.pk] = person, kind
        corrected[report.pk] = person
        if key:
            known.setdefault(key, {0: person})
    return decided


def _persons_by_key(keys: set[str]) -> dict[str, dict[int, Person]]:
    rows = (
        Membership.objects.open()
        .filter(report__identity__person_key_index__in=keys)
        .annotate(key=F("report__identity__person_key_index"))
        .select_related("person")
        .defer("reason")
    )
    found: dict[str, dict[int, Person]] = {}
    for member in rows:
        found.setdefault(member.key, {})[member.person_id] = member.person
    return found


def _persons_by_report(pks: set[int]) -> dict[int | None, Person]:
    if not pks:
        return {}
    rows = Membership.objects.open().filter(report__in=pks).select_related("person").defer("reason")
    return {member.report_id: member.person for member in rows}


def write(
    reports: Sequence[Report],
    identities: Sequence[ReportIdentity],
    decided: Decided,
    *,
    actor: str,
    now: datetime,
    reason: str = "",
) -> None:
    """Everything that follows from the decisions, in bulk."""
    numbers = unused_numbers("P", Person.objects.all(), len(decided.new))
    for person, number in zip(decided.new, numbers, strict=True):
        person.number = number
    Person.objects.bulk_create(decided.new, batch_size=BATCH)
    chosen = [report for report in reports if report.pk in decided.persons]
    Membership.objects.bulk_create(
        [
            Membership(
                report=report,
                person=decided.persons[report.pk],
                since=now,
                by=actor,
                kind=decided.kinds[report.pk],
                reason=reason,
            )
            for report in chosen
        ],
        batch_size=BATCH,
    )
    _copy_identities(chosen, identities, decided.persons)
    _copy_exploitation(chosen, decided.persons)
    recount({person.pk for person in decided.persons.values()}, actor=actor, now=now)


def _copy_identities(
    reports: Sequence[Report], identities: Sequence[ReportIdentity], persons: dict[int, Person]
) -> None:
    by_pk = {report.pk: report for report in reports}
    copies = [
        Identity(
            person=persons[row.pk],
            report=by_pk[row.pk],
            surname=row.surname,
            given_names=row.given_names,
            date_of_birth=row.date_of_birth,
            gender=by_pk[row.pk].gender,
        )
        for row in identities
        if row.pk in by_pk and (row.surname or row.given_names or row.date_of_birth)
    ]
    Identity.objects.bulk_create(copies, batch_size=BATCH)


def _copy_exploitation(reports: Sequence[Report], persons: dict[int, Person]) -> None:
    rows = ReportForm.objects.filter(report__in=[report.pk for report in reports])
    copies = [
        Exploitation(
            person=persons[row.report_id],
            report_id=row.report_id,
            form=row.form,
            sector=row.sector,
            main=row.main,
        )
        for row in rows
    ]
    Exploitation.objects.bulk_create(copies, batch_size=BATCH)


def facts(persons: Iterable[int]) -> list[Fact]:
    """What the counting reports of `persons` bring to their registrations."""
    pairs = dict(
        Membership.objects.open().filter(person__in=persons).values_list("report", "person")
    )
    purposes: dict[int, set[str]] = {}
    for report, purpose in ReportPurpose.objects.filter(report__in=list(pairs)).values_list(
        "report", "purpose"
    ):
        purposes.setdefault(report, set()).add(purpose)
    rows = Report.objects.standing().filter(pk__in=list(pairs)).order_by()
    return [
        Fact(pk, pairs[pk], year, reported_on, received_at, frozenset(purposes.get(pk, ())))
        for pk, year, reported_on, received_at in rows.values_list(
            "pk", "year", "reported_on", "received_at"
        )
    ]


def recount(persons: Iterable[int], *, actor: str, now: datetime) -> None:
    """Make the registrations of `persons` what their reports say; a difference, not a rewrite."""
    people = sorted(set(persons))
    for start in range(0, len(people), BATCH):
        _recount(people[start : start + BATCH], actor, now)


def _recount(people: Sequence[int], actor: str, now: datetime) -> None:
    found = facts(people)
    first, types = first_reports(found), dossier_types(found)
    rows = {
        (row.person_id, row.year): row for row in Registration.objects.filter(person__in=people)
    }
    changed = []
    for key, row in rows.items():
        report = first[key].report if key in first else row.first_report_id
        ended = None if key in first else row.ended_at or now
        if (row.first_report_id, row.ended_at) != (report, ended):
            row.first_report_id, row.ended_at = report, ended
            changed.append(row)
    Registration.objects.bulk_update(changed, ["first_report", "ended_at"], batch_size=BATCH)
    fresh = {
        key: Registration(
            person_id=key[0], year=key[1], first_report_id=fact.report, registered_at=now
        )
        for key, fact in first.items()
        if key not in rows
    }
    Registration.objects.bulk_create(fresh.values(), batch_size=BATCH)
    _retype({**rows, **fresh}, types, set(fresh), actor)


def _retype(rows: dict, types: dict, fresh: set, actor: str) -> None:
    """Append a dossier type where the reports now say another one."""
    old = [row.pk for key, row in rows.items() if key not in fresh]
    present = dict(
        DossierTypeChange.objects.filter(registration__in=old)
        .order_by("pk")
        .values_list("registration", "dossier_type")
    )
    changes = [
        DossierTypeChange(registration=rows[key], dossier_type=kind, since=day, by=actor)
        for key, (kind, day) in types.items()
        if present.get(rows[key].pk) != kind
    ]
    DossierTypeChange.objects.bulk_create(changes, batch_size=BATCH)


def log(by: object, reports: Sequence[Report], decided: Decided) -> None:
    """One line per report: which person it became; numbers only."""
    new = {person.number for person in decided.new}
    lines = []
    for report in reports:
        if report.pk in decided.persons:
            number = decided.persons[report.pk].number
            data = ("person", "membership") if number in new else ("membership",)
            lines.append(
                Line(
                    event=Event.LINK,
                    object_type="report",
                    object_id=report.number,
                    subject=number,
                    data=data,
                )
            )
    record_many(by=by, lines=lines)
