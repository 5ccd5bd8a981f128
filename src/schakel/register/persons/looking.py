"""Who looked at a person: from the log, in numbers and grounds; the log holds nothing else."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from schakel.foundation.audit.choices import Event
from schakel.foundation.audit.models import Entry
from schakel.foundation.audit.queries import about_subject
from schakel.register.persons.choices import IdentityGround
from schakel.register.persons.closed import Hidden
from schakel.register.persons.models import Person

MOST = 20


@dataclass
class Looker:
    """Somebody who looked: how often, when last, how often with the identity open, and why."""

    actor: str
    last: datetime
    times: int = 0
    opened: int = 0
    grounds: list[str] = field(default_factory=list)


def lines_about(person: Person, hidden: Hidden) -> QuerySet[Entry]:
    """The lines of the log about a person, the newest first; without those about hidden reports."""
    lines = about_subject(person.number)
    for number in hidden.numbers:
        lines = lines.exclude(object_id__startswith=number)
    return lines


def who_looked(lines: QuerySet[Entry]) -> list[Looker]:
    """At the person or at a report about the person, the last first; one query."""
    looks = lines.filter(event__in=(Event.VIEW, Event.PRINT, Event.EXPORT))
    rows = looks.order_by().values("actor", "ground").annotate(times=Count("pk"), last=Max("time"))
    found: dict[str, Looker] = {}
    for row in rows:
        looker = found.setdefault(row["actor"], Looker(row["actor"], row["last"]))
        looker.last = max(looker.last, row["last"])
        looker.times += row["times"]
        if row["ground"]:
            looker.opened += row["times"]
            looker.grounds.append(_ground(row["ground"]))
    return sorted(found.values(), key=lambda one: one.last, reverse=True)[:MOST]


def _ground(code: str) -> str:
    return str(IdentityGround(code).label) if code in IdentityGround.values else code
