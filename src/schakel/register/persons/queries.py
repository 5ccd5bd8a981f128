"""What may be asked of the register of persons."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.accounts.models import User
from schakel.foundation.terms.queries import label
from schakel.register.intake.choices import ENDED
from schakel.register.intake.data import IDENTIFYING, IDENTITY_TEXTS
from schakel.register.intake.models import (
    Attachment,
    Report,
    ReportIdentity,
    ReportPurpose,
    ReportQuerySet,
)
from schakel.register.intake.queries import partial_label
from schakel.register.intake.regions import has_region as has_region
from schakel.register.persons.candidates import Candidate as Candidate
from schakel.register.persons.candidates import person_of as person_of
from schakel.register.persons.candidates import possible_same as possible_same
from schakel.register.persons.choices import ReportState
from schakel.register.persons.closed import partly_closed
from schakel.register.persons.completeness import lacking
from schakel.register.persons.models import (
    Identity,
    Membership,
    MembershipQuerySet,
    Person,
    Registration,
)
from schakel.register.persons.yearly import CountedRow as CountedRow
from schakel.register.persons.yearly import Fate as Fate
from schakel.register.persons.yearly import PersonYear as PersonYear
from schakel.register.persons.yearly import fates as fates
from schakel.register.persons.yearly import person_years as person_years

IDENTITY = ("date_of_birth", *IDENTIFYING, "birth_basis")
# A report also says how its sender knows the person.
REPORT_IDENTITY = ("date_of_birth", *IDENTITY_TEXTS)
CountedReport = tuple[int | None, str, int]


def open_membership() -> MembershipQuerySet:
    return Membership.objects.open().filter(report=OuterRef("pk"))


def counted_reports(cutoff: datetime | None = None) -> Iterable[CountedReport]:
    """(year or None, kind of reporter, primary key of the person) of each report that counts.

    Reports as now held to be about a person; corrected and withdrawn ones are left out. `cutoff`
    keeps to reports received up to then. With `person_years` insight's only door to the register: no
    identity, no number.
    """
    reports = Report.objects.standing()
    if cutoff is not None:
        reports = reports.filter(received_at__lte=cutoff)
    person = Subquery(open_membership().values("person")[:1])
    rows = reports.annotate(person=person).filter(person__isnull=False).order_by()
    return rows.values_list("year", "reporter_type", "person").iterator(chunk_size=5000)


def overlaps(
    cutoff: datetime | None = None, year: int | None = None
) -> list[tuple[tuple[str, ...], int]]:
    """How many persons were reported by exactly which kinds of reporter, most first.

    Counts persons, over all years or in one. Internal: hold it against small counts before showing.
    """
    kinds: dict[int, set[str]] = {}
    for report_year, kind, person in counted_reports(cutoff):
        if year is None or report_year == year:
            kinds.setdefault(person, set()).add(kind)
    combinations = Counter(tuple(sorted(each)) for each in kinds.values())
    return sorted(combinations.items(), key=lambda pair: (-pair[1], pair[0]))


def unregistered() -> ReportQuerySet:
    """Reports that count and have not become a person yet, oldest first."""
    return (
        Report.objects.standing().filter(~Exists(open_membership())).order_by("received_at", "pk")
    )


def with_missing_facts() -> ReportQuerySet:
    """Registered reports that lack a fact that counts need; their sender can be asked."""
    rows = Report.objects.standing().filter(Exists(open_membership()), organisation__isnull=False)
    return rows.filter(lacking())


def reports(state: str = "") -> ReportQuerySet:
    """Reports for the staff list; each row gets `status` and `person_number` ("" while waiting)."""
    rows = Report.objects.all()
    if state == ReportState.WAITING:
        rows = unregistered()
    elif state == ReportState.REGISTERED:
        rows = Report.objects.standing().filter(Exists(open_membership()))
    elif state == ReportState.INCOMPLETE:
        rows = with_missing_facts()
    elif state == ReportState.SUPERSEDED:
        rows = Report.objects.exclude(pk__in=Report.objects.standing().values("pk"))
    number = Subquery(open_membership().values("person__number")[:1])
    return rows.with_status().select_related("organisation").annotate(person_number=number)


def report_years() -> list[int]:
    """The years in which reports were made, newest first."""
    years = Report.objects.exclude(year=None).order_by("-year").values_list("year", flat=True)
    return [year for year in years.distinct() if year is not None]


def carries_identity(row: Report | Person, user: Actor) -> bool:
    """Is there anything for `user` to open: a name, a date of birth, a reference, a key or a note?"""
    if isinstance(row, Person):
        return Identity.objects.visible_to(user).filter(person=row).exists()
    empty = dict.fromkeys(REPORT_IDENTITY, "")
    return ReportIdentity.objects.filter(report=row).exclude(**empty).exists()


def persons(user: Actor, double: bool = False) -> VisibleQuerySet[Person]:
    """Persons whom at least one report is now held to be about; `double`: who may be someone else too.

    As far as `user` may see.
    """
    mine = Membership.objects.open().filter(person=OuterRef("pk"))
    rows = Person.objects.visible_to(user).filter(Exists(mine))
    return rows.filter(pk__in=_sharing_an_identity(user)) if double else rows


def summarise(people: Iterable[Person], user: Actor) -> list[Person]:
    """Give each person `reports` (how many count), `years` and `kinds` (of reporter); one query.

    Of the reports that `user` may see.
    """
    rows = {person.pk: person for person in people}
    for person in rows.values():
        person.reports, person.years, person.kinds = 0, [], []
    counting = Membership.objects.counting().visible_to(user).filter(person__in=list(rows))
    for pk, year, kind in counting.values_list("person", "report__year", "report__reporter_type"):
        rows[pk].reports += 1
        rows[pk].years = sorted({*rows[pk].years, year}, key=lambda each: each or 0)
        rows[pk].kinds = sorted({*rows[pk].kinds, kind})
    return list(rows.values())


def memberships(person: Person, user: Actor) -> MembershipQuerySet:
    """Every report that `user` may see, ever held to be about `person`, in the order of those decisions.

    A report that was parted from this person because consent was withdrawn is not named any more.
    """
    rows = Membership.objects.visible_to(user).filter(person=person).select_related("report")
    return rows.exclude(until__isnull=False, report__closed_identity__isnull=False)


def members(person: Person, user: Actor) -> ReportQuerySet:
    """The reports, of those `user` may see, now held to be about `person`, with all that its page shows."""
    mine = Membership.objects.open().filter(person=person).values("report")
    rows = Report.objects.visible_to(user).filter(pk__in=mine).with_status()
    rows = rows.order_by("received_at", "pk")
    rows = rows.select_related(
        "organisation", "country_of_birth", "place_municipality", "place_country"
    )
    return rows.prefetch_related(
        Prefetch("purposes", ReportPurpose.objects.select_related("withdrawn__withdrawal")),
        "nationalities",
        "forms",
        "periods",
        "further_places",
    )


def _sharing_an_identity(user: Actor) -> QuerySet:
    known = Identity.objects.visible_to(user)
    others = known.filter(exact_index=OuterRef("exact_index")).exclude(person=OuterRef("person"))
    return known.exclude(exact_index="").filter(Exists(others)).values("person")


def actor_names(numbers: Iterable[str]) -> dict[str, str]:
    """The names of colleagues by their numbers, to show who decided."""
    wanted = {number for number in numbers if number.startswith("U-")}
    return dict(User.objects.filter(number__in=wanted).values_list("number", "name"))


def report_label(report: Report) -> str:
    """One report in a list to choose from."""
    kind = label("reporter_type", report.reporter_type)
    return f"{report.number} – {kind}, {partial_label(report.reported_on)}"


def with_basis(
    rows: Iterable[Report], history: Iterable[Membership]
) -> list[tuple[Report, Membership]]:
    """Each report with the decision by which it is now held to be about this person."""
    open_ones = {member.report_id: member for member in history if member.until is None}
    return [(row, open_ones[row.pk]) for row in rows]


def registrations(person: Person, reports: Iterable[Report] | None = None) -> list[Registration]:
    """The years in which `person` counts, each with its dossier types over time (`dossier_types`).

    `reports`: all that the reader may see of the person, where something is restricted; years that only rest
    on others are left out, and `first_seen` is None where the first report is another.
    """
    rows = person.registrations.current().select_related("first_report")
    found = list(rows.prefetch_related("dossier_types").order_by("year"))
    seen = None if reports is None else {row.pk: row for row in reports if row.status not in ENDED}
    for row in found:
        known = seen is None or row.first_report_id in seen
        row.first_seen = row.first_report if known else None
    if seen is None:
        return found
    years = {row.year for row in seen.values()}
    return [row for row in found if row.year in years]


def documents(reports: Iterable[Report]) -> list[Attachment]:
    """The files of these reports without their names, the newest first; nothing encrypted is opened."""
    rows = Attachment.objects.filter(report__in=[row.pk for row in reports])
    return list(rows.defer("name", "checksum").select_related("report").order_by("-added_at"))


def stale_registrations() -> VisibleQuerySet[Registration]:
    """Registrations that rest on a report corrected or withdrawn since they were worked out."""
    standing = Report.objects.standing().values("pk")
    return Registration.objects.current().exclude(first_report__in=standing)


def states_rebuilt(moment: datetime) -> dict[int, int]:
    """{report: person} as the register held it at `moment`."""
    return dict(Membership.objects.at(moment).values_list("report", "person"))


def numbers_of(kind: str, user: Actor) -> Iterable[tuple[int, str]]:
    """(primary key, number) of every "report" or "person" that `user` may see: to find it by a pseudonym.

    Without persons of whom something is restricted, and without all their reports: what a figure says of
    them may rest on what `user` may not see.
    """
    closed = partly_closed(user)
    if kind == "person":
        rows: QuerySet = Person.objects.visible_to(user).exclude(pk__in=closed)
    else:
        theirs = Membership.objects.open().filter(person__in=closed)
        rows = Report.objects.visible_to(user).exclude(pk__in=theirs.values("report"))
    return rows.order_by("pk").values_list("pk", "number").iterator(chunk_size=5000)
