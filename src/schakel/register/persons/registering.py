"""The work of registering many reports at once: a fixed number of queries per thousand reports."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import F

from schakel.foundation.access.actors import Actor
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.foundation.vault.insertion import insert, insert_numbered
from schakel.register.intake.consents import closed
from schakel.register.intake.data import IDENTIFYING
from schakel.register.intake.models import Report, ReportForm, ReportIdentity
from schakel.register.intake.numbering import unused_numbers
from schakel.register.persons.choices import MembershipKind
from schakel.register.persons.counting import count_new, recount
from schakel.register.persons.models import Exploitation, Identity, Membership, Person

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
    """What each report says about who it is about; asks the database only for what is not at hand.

    Nothing of reports whose consent was withdrawn, which may have happened after they were read.
    """
    shut = closed(report.pk for report in reports)
    reports = [report for report in reports if report.pk not in shut]
    link = Report._meta.get_field("identity")
    at_hand = [report.identity for report in reports if link.is_cached(report)]
    rest = [report.pk for report in reports if not link.is_cached(report)]
    if rest:
        columns = ("report", "date_of_birth", *IDENTIFYING, "person_key_index")
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
    corrected = _persons_by_correction(reports)
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
            person = Person(number="", created_at=now, created_by=actor)
            decided.new.append(person)
            kind = MembershipKind.REGISTERED
        decided.persons[report.pk], decided.kinds[report.pk] = person, kind
        corrected[report.pk] = person
        if key:
            known.setdefault(key, {0: person})
    return decided


def _persons_by_key(keys: set[str]) -> dict[str, dict[int, Person]]:
    if not keys:
        return {}
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


def _persons_by_correction(reports: Sequence[Report]) -> dict[int | None, Person]:
    """For each corrected report its person; of an unregistered one that of the report it corrects itself."""
    found: dict[int | None, Person] = {}
    ways: dict[int | None, int | None] = {
        report.corrects_id: report.corrects_id for report in reports if report.corrects_id
    }
    while ways:  # one step further back each time: where we are → the report that was corrected
        rows = Membership.objects.open().filter(report__in=list(ways)).select_related("person")
        for member in rows.defer("reason"):
            found[ways.pop(member.report_id)] = member.person
        back = Report.objects.filter(pk__in=list(ways)).exclude(corrects=None)
        ways = {older: ways[pk] for pk, older in back.values_list("pk", "corrects")}
    return found


def write(
    reports: Sequence[Report],
    identities: Sequence[ReportIdentity],
    decided: Decided,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Everything that follows from the decisions, in bulk."""
    _create(decided.new)
    chosen = [report for report in reports if report.pk in decided.persons]
    insert(
        Membership,
        ("report", "person", "since", "by", "kind", "reason"),
        [
            (
                report.pk,
                decided.persons[report.pk].pk,
                now,
                actor,
                decided.kinds[report.pk].value,
                "",
            )
            for report in chosen
        ],
    )
    _copy_identities(chosen, identities, decided.persons)
    _copy_exploitation(decided.persons)
    new = {person.pk for person in decided.new}
    about = {pk: person.pk for pk, person in decided.persons.items()}
    count_new((report for report in chosen if about[report.pk] in new), about, actor, now)
    recount(set(about.values()) - new, actor=actor, now=now)


def _create(people: Sequence[Person]) -> None:
    """Store new persons under numbers that are certainly free."""
    numbers = unused_numbers("P", Person.objects.all(), len(people))
    for person, number in zip(people, numbers, strict=True):
        person.number = number
    insert_numbered(people)


def _copy_identities(
    reports: Sequence[Report], identities: Sequence[ReportIdentity], persons: dict[int, Person]
) -> None:
    genders = {report.pk: report.gender for report in reports}
    rows = []
    for row in identities:
        name, date = (row.surname, row.given_names), row.date_of_birth
        if row.pk in genders and (date or any(getattr(row, one) for one in IDENTIFYING)):
            gender = genders[row.pk]
            exact = (*name, date, gender)
            rows.append((persons[row.pk].pk, row.pk, *name, date, gender, exact))
    names = "person report surname given_names date_of_birth gender exact_index"
    insert(Identity, names.split(), rows)


def _copy_exploitation(persons: dict[int, Person]) -> None:
    forms = ReportForm.objects.filter(report__in=list(persons)).order_by("pk")
    insert(
        Exploitation,
        ("person", "report", "form", "sector", "main"),
        [
            (persons[report].pk, report, *rest)
            for report, *rest in forms.values_list("report", "form", "sector", "main")
        ],
    )


def log(by: Actor, reports: Sequence[Report], decided: Decided) -> None:
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
