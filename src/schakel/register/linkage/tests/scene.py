"""Persons and two registrars for the tests of decisions."""

from datetime import UTC, datetime, timedelta
from itertools import count, zip_longest
from typing import Any

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import User
from schakel.register.intake.models import Report
from schakel.register.linkage.proposals import Proposal
from schakel.register.linkage.versions import ModelVersion
from schakel.register.persons.actions import register
from schakel.register.persons.models import DossierTypeChange, Membership, Person, Registration
from schakel.register.persons.tests.people import SYSTEM, report, user

_REFERENCES = count(1)
NEW_YEAR = datetime(2025, 1, 1, 12, tzinfo=UTC)


def registrars() -> tuple[User, User]:
    return user(Role.REGISTRAR, "first@example.org"), user(Role.REGISTRAR, "second@example.org")


def person(*years: int | None, days: tuple[int, ...] = (), **given) -> Person:
    """Somebody new, with a report of each of these years, received on these days of 2025 (else today)."""
    given.setdefault("age", 30)
    received = [{"received_at": NEW_YEAR + timedelta(days=day)} for day in days]
    rows = [
        report(year, reporter_reference=f"L{next(_REFERENCES)}", **given, **when)
        for year, when in zip_longest(years or (2024,), received, fillvalue={})
    ]
    somebody = register(by=SYSTEM, report=rows[0], new=True)
    for row in rows[1:]:
        register(by=SYSTEM, report=row, person=somebody)
    return somebody


def reports_of(somebody: Person) -> list[Report]:
    rows = Membership.objects.open().filter(person=somebody).order_by("report_id")
    return [member.report for member in rows.select_related("report")]


def certain(one: Person, other: Person, score: float = 0.99) -> Proposal:
    """What the machine says when it has no doubt."""
    version, _made = ModelVersion.objects.get_or_create(
        version="test", defaults={"parameters": {}, "thresholds": {}, "by": "tests"}
    )
    low, high = sorted((reports_of(one)[0].pk, reports_of(other)[0].pk))
    return Proposal.objects.create(
        low_id=low, high_id=high, version=version, score=score, levels={"surname": "exact"}
    )


def state() -> dict[str, Any]:
    """Everything of the register that a decision may change, by value."""
    types = DossierTypeChange.objects.order_by("pk").values_list(
        "registration", "dossier_type", "since"
    )
    newest = {pk: (kind, since) for pk, kind, since in types}
    current = Registration.objects.current().values_list(
        "pk", "person__number", "year", "first_report"
    )
    return {
        "memberships": dict(Membership.objects.open().values_list("report", "person")),
        "registrations": {
            (number, year): (first, *newest[pk]) for pk, number, year, first in current
        },
    }
