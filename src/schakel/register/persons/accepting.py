"""Accepting reports from the desk: what stands in the way, and one step from report to registration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor, SystemActor
from schakel.foundation.access.rules import require
from schakel.register.intake.choices import Status
from schakel.register.intake.models import Report, ReportIdentity
from schakel.register.persons import registering
from schakel.register.persons.actions import NotPossibleError
from schakel.register.persons.choices import Obstacle
from schakel.register.persons.completeness import NEEDED
from schakel.register.persons.models import Person
from schakel.register.persons.queries import possible_same
from schakel.register.persons.seeking import seeker
from schakel.register.persons.triage import placed, with_details

# Whether a report can be accepted without a look hangs on all of the register, whoever asks.
_MACHINE = SystemActor("accepting")
# What keeps a report out of a heap, but not from being accepted by somebody who decides on that one.
_ONE_MAY_PASS = (Obstacle.MISSING, Obstacle.QUESTION_OUT)
# More at once would make the page wait; what is left over is said, and taken the next time.
MOST = 500


@dataclass
class Plan:
    """What would become of chosen reports: `good` ones can be accepted, `skipped` ones say why not."""

    good: list[Report] = field(default_factory=list)
    skipped: list[tuple[Report, list[Obstacle]]] = field(default_factory=list)
    # Of the good ones: how many become a new person, and how many join one their sender's key names.
    new: int = 0
    joined: int = 0
    left_over: int = 0


def plan(reports: Sequence[Report]) -> Plan:
    """Sort reports into those without a problem and those that somebody has to look at."""
    chosen = [report.pk for report in reports]
    rows = list(with_details(placed(pks=chosen[:MOST])).order_by("received_at", "pk"))
    waiting = [row for row in rows if not _settled(row)]
    decided = registering.decide(
        waiting, registering.identities_of(waiting), actor="", now=timezone.now()
    )
    twins = _twins(waiting, decided)
    known = _known(waiting)
    made = Plan(left_over=max(0, len(chosen) - MOST))
    people: set[int] = set()
    for row in rows:
        found = _settled(row) or _obstacles(row, decided, twins, known)
        if found:
            made.skipped.append((row, found))
            continue
        made.good.append(row)
        person = decided.persons[row.pk]
        made.joined += person.pk is not None or _key(person) in people
        people.add(_key(person))
    made.new = len(made.good) - made.joined
    return made


def _settled(row: Any) -> list[Obstacle]:
    """Why there is nothing to decide about this report."""
    if row.status in (Status.CORRECTED, Status.WITHDRAWN, Status.RETURNED):
        return [Obstacle.NOT_COUNTING]
    return [Obstacle.REGISTERED] if row.person_number else []


def _obstacles(
    row: Any, decided: registering.Decided, twins: set[int], known: Mapping[int, set[int]]
) -> list[Obstacle]:
    found = []
    if row.status == Status.QUESTION:
        found.append(Obstacle.QUESTION_OUT)
    if row.pk not in decided.persons:
        found.append(Obstacle.SEVERAL_PERSONS)
    elif _others(row, decided.persons[row.pk], known):
        found.append(Obstacle.MAY_BE_KNOWN)
    if row.pk in twins:
        found.append(Obstacle.ALIKE_HERE)
    if any(getattr(row, fact.column) for fact in NEEDED):
        found.append(Obstacle.MISSING)
    return found


def _known(rows: Sequence[Report]) -> Mapping[int, set[int]]:
    """Report → persons whom it may be about, as far as somebody compares reports."""
    looking = seeker()
    return looking.known([row.pk for row in rows]) if looking and rows else {}


def marked(rows: Sequence[Any]) -> Sequence[Any]:
    """Rows of the desk of which `looks_known` also says what comparing reports shows."""
    known = _known([row for row in rows if not row.person_number])
    for row in rows:
        row.looks_known = row.looks_known or bool(known.get(row.pk))
    return rows


def _others(row: Any, person: Person, known: Mapping[int, set[int]]) -> bool:
    """May the report be about somebody else than the person whom its key or correction names?"""
    if known.get(row.pk, set()) - {person.pk}:
        return True
    return row.looks_known and any(
        each.person.pk != person.pk for each in possible_same(row, sought=(), user=_MACHINE)
    )


def _twins(waiting: Sequence[Report], decided: registering.Decided) -> set[int]:
    """Reports that look like one before them among those chosen, and would become another person."""
    indexes = ReportIdentity.objects.filter(report__in=waiting).values_list(
        "report", "exact_index", "reference_index"
    )
    of = {report: found for report, *found in indexes}
    seen: dict[str, int] = {}
    twins = set()
    for row in waiting:
        person = decided.persons.get(row.pk)
        if person is None:
            continue
        for index in filter(None, of.get(row.pk, ())):
            if seen.setdefault(index, _key(person)) != _key(person):
                twins.add(row.pk)
    return twins


def _key(person: Person) -> int:
    """Tells persons apart, also those that are not stored yet."""
    return person.pk or -id(person)


def accept(*, by: Actor, report: Report) -> Person:
    """Register a report with whoever its key or its correction names, else as a new person.

    A second click finds it registered. Raises PermissionDenied, and NotPossibleError with the code of the
    `Obstacle`: a person who may be the same is for a registrar to choose or to turn down, on the
    report's page. Missing facts are no obstacle to one report that somebody decides on.
    """
    require(by, "change", "persons.Person")
    with transaction.atomic():
        registering.one_at_a_time()
        made = plan([report])
        found = [each for _row, why in made.skipped for each in why if each not in _ONE_MAY_PASS]
        if found:
            raise NotPossibleError(str(found[0].value))
        people = _register(by, [report])
    return people[report.pk]


def accept_many(*, by: Actor, reports: Sequence[Report]) -> Plan:
    """Register those of `reports` with which nothing is wrong; returns what was done and skipped.

    What stands in the way is looked up again here, so that a second click finds nothing left to do.
    Raises PermissionDenied.
    """
    require(by, "change", "persons.Person")
    with transaction.atomic():
        registering.one_at_a_time()
        made = plan(reports)
        _register(by, made.good)
    return made


def _register(by: Actor, reports: Sequence[Report]) -> dict[int, Person]:
    if not reports:
        return {}
    now = timezone.now()
    identities = registering.identities_of(reports)
    decided = registering.decide(reports, identities, actor=by.actor_id, now=now)
    registering.write(reports, identities, decided, actor=by.actor_id, now=now)
    registering.log(by, reports, decided)
    return decided.persons
