"""What can happen to persons: a report is registered, or moved to another person."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may, require
from schakel.foundation.audit.actions import Line, record, record_many
from schakel.foundation.audit.choices import Event
from schakel.register.intake.attachments.keeping import hand_out
from schakel.register.intake.attachments.listing import attachments_before, attachments_of
from schakel.register.intake.consents import chain_of
from schakel.register.intake.models import Attachment, Report, ReportIdentity
from schakel.register.persons import registering
from schakel.register.persons.choices import IdentityGround, MembershipKind
from schakel.register.persons.counting import recount
from schakel.register.persons.models import Identity, IdentityOpening, Membership, Person
from schakel.register.persons.moving import reattach
from schakel.register.persons.queries import IDENTITY, REPORT_IDENTITY

CHUNK = 1000


class NotPossibleError(Exception):
    """The report stands otherwise than the caller thought; `code` says how, `message` in words if at hand."""

    message = ""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Registered:
    """What became of many reports; `waiting` ones need a registrar, `already` ones had a person."""

    reports: int = 0
    persons_created: int = 0
    waiting: int = 0
    already: int = 0

    def __add__(self, other: "Registered") -> "Registered":
        return Registered(
            self.reports + other.reports,
            self.persons_created + other.persons_created,
            self.waiting + other.waiting,
            self.already + other.already,
        )


def register(
    *, by: Actor, report: Report, person: Person | None = None, new: bool = False
) -> Person:
    """Let `report` be about `person`, about a `new` person, or (neither given) whoever its key names.

    Without a known key a new person is made. An equal name is never enough: it is only proposed
    (`queries.possible_same`). Raises PermissionDenied, and NotPossibleError: "already_registered",
    "does_not_count" (corrected or withdrawn), "several_persons" (its key names more than one),
    "restricted" (a report about `person` is closed to whoever decides).
    """
    require(by, "change", "persons.Person")
    with transaction.atomic():
        registering.one_at_a_time()
        _must_wait(report)
        if person is not None and not may(by, "change", person):
            raise NotPossibleError("restricted")
        now, actor = timezone.now(), by.actor_id
        identities = registering.identities_of([report])
        if person is None and not new:
            decided = registering.decide([report], identities, actor=actor, now=now)
        else:
            decided = _by_hand(report, person, Person(number="", created_at=now, created_by=actor))
        if decided.undecided:
            raise NotPossibleError("several_persons")
        registering.write([report], identities, decided, actor=actor, now=now)
        registering.log(by, [report], decided)
    return decided.persons[report.pk]


def _must_wait(report: Report) -> None:
    if Membership.objects.open().filter(report=report).exists():
        raise NotPossibleError("already_registered")
    if not registering.still_to_register([report]):
        raise NotPossibleError("does_not_count")


def _by_hand(report: Report, person: Person | None, fresh: Person) -> registering.Decided:
    decided = registering.Decided()
    decided.persons[report.pk] = person or fresh
    decided.kinds[report.pk] = (
        MembershipKind.JOINED_BY_HAND if person else MembershipKind.REGISTERED
    )
    if person is None:
        decided.new.append(fresh)
    return decided


def register_many(*, by: Actor, reports: Iterable[Report]) -> Registered:
    """Register reports that may be registered without a registrar looking at each; all or none.

    Reports that already have a person, or no longer count, are passed over. Raises PermissionDenied.
    """
    require(by, "change", "persons.Person")
    rows, total = list(reports), Registered()
    with transaction.atomic():
        registering.one_at_a_time()
        for start in range(0, len(rows), CHUNK):
            total += _register_chunk(by, rows[start : start + CHUNK])
    return total


def _register_chunk(by: Actor, chunk: list[Report]) -> Registered:
    waiting = registering.still_to_register(chunk)
    if not waiting:
        return Registered(already=len(chunk))
    now, actor = timezone.now(), by.actor_id
    identities = registering.identities_of(waiting)
    decided = registering.decide(waiting, identities, actor=actor, now=now)
    registering.write(waiting, identities, decided, actor=actor, now=now)
    registering.log(by, waiting, decided)
    return Registered(
        reports=len(decided.persons),
        persons_created=len(decided.new),
        waiting=len(decided.undecided),
        already=len(chunk) - len(waiting),
    )


def move(*, by: Actor, report: Report, person: Person | None, reason: str) -> Person:
    """Let `report`, with its corrections, be about `person` from now on (None: about a new person).

    Nothing is lost: the old membership is closed, not removed, and moving back is a move. The
    registrations of both persons are worked out anew. Raises PermissionDenied, ValueError (no
    reason) and NotPossibleError: "not_registered", "same_person", "restricted".
    """
    require(by, "change", "persons.Person")
    if not reason.strip():
        raise ValueError("a move needs a reason")
    with transaction.atomic():
        registering.one_at_a_time()
        old = Membership.objects.open().filter(report=report).select_related("person").first()
        if old is None:
            raise NotPossibleError("not_registered")
        if person is not None and person.pk == old.person_id:
            raise NotPossibleError("same_person")
        if not all(may(by, "change", one) for one in (old.person, person) if one):
            raise NotPossibleError("restricted")
        now = timezone.now()
        target = person or Person.objects.create(created_at=now, created_by=by.actor_id)
        moved = _chain(report, target)
        reattach(
            moved,
            target,
            actor=by.actor_id,
            now=now,
            kind=MembershipKind.MOVED,
            reason=reason.strip(),
        )
        left = {member.person_id for member in moved}
        recount({*left, target.pk}, actor=by.actor_id, now=now)
        _log_move(by, moved, target)
    return target


def _chain(report: Report, target: Person) -> list[Membership]:
    """The memberships to close: of the report, of all that it corrects and of all that correct it."""
    rows = Membership.objects.open().filter(report__in=chain_of(report)).exclude(person=target)
    return list(rows.select_related("report", "person").defer("reason"))


def _log_move(by: Actor, moved: list[Membership], target: Person) -> None:
    """A line for each of both persons, so that each one's own log tells the whole story."""
    lines = [
        Line(
            event=Event.LINK,
            object_type="report",
            object_id=member.report.number,
            subject=person.number,
            data=("membership", change),
        )
        for member in moved
        for person, change in ((member.person, "removed"), (target, "added"))
    ]
    record_many(by=by, lines=lines)


def open_identity(
    *, by: Actor, row: Report | Person, ground: str, explanation: str
) -> list[ReportIdentity]:
    """Show who a report or a person is about: with a ground, written down before anything is shown.

    Raises PermissionDenied, and ValueError without a known ground and an explanation.
    """
    if isinstance(row, Person):
        _open(by, row, IDENTITY, ground, explanation)
        told = Identity.objects.visible_to(by).filter(person=row).values("report")
        # What was corrected, its correction says better.
        rows = ReportIdentity.objects.filter(report__in=told, report__corrections=None)
        rows = rows.select_related("report__organisation")
        return list(rows.order_by("report__received_at", "report"))
    _open(by, row, REPORT_IDENTITY, ground, explanation)
    return list(ReportIdentity.objects.filter(report=row))


def open_files(*, by: Actor, report: Report, ground: str, explanation: str) -> list[Attachment]:
    """Show what the files of a report are called, on the same conditions as `open_identity`."""
    _open(by, report, ("attachment_names",), ground, explanation)
    return attachments_of(report) + attachments_before(report)


def take_file(
    *, by: Actor, report: Report, serial: int, ground: str, explanation: str
) -> tuple[Attachment, bytes]:
    """Hand out one file of a report, on the same conditions; raises what `hand_out` raises."""
    with transaction.atomic():
        _open(by, report, (f"attachment:{serial}",), ground, explanation)
        return hand_out(by=by, report=report, serial=serial, ground=ground)


def _open(
    by: Actor, row: Report | Person, data: tuple[str, ...], ground: str, explanation: str
) -> None:
    """Write down who opens what, and why; nothing is opened without."""
    require(by, "see", "persons.Identity")
    if ground not in IdentityGround.values or not explanation.strip():
        raise ValueError("an identity is only opened on a stated ground")
    report = row if isinstance(row, Report) else None
    subject = row if isinstance(row, Person) else _person(report)
    with transaction.atomic():
        IdentityOpening.objects.create(
            person=subject,
            report=report,
            by=by.actor_id,
            ground=ground,
            explanation=explanation.strip(),
        )
        record(
            by=by,
            event=Event.VIEW,
            object_type="report" if report else "person",
            object_id=row.number,
            subject=subject.number if subject else "",
            data=data,
            ground=ground,
        )


def _person(report: Report | None) -> Person | None:
    member = Membership.objects.open().filter(report=report).select_related("person").first()
    return member.person if member else None
