"""Whatever is registered, moved, corrected or withdrawn, in whatever order: the register stays true."""

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from schakel.register.intake.actions import correct, withdraw
from schakel.register.intake.models import Report
from schakel.register.persons.actions import (
    move,
    register,
    register_many,
)
from schakel.register.persons.models import Exploitation, Membership, Person, Registration
from schakel.register.persons.queries import counted_reports, states_rebuilt, unregistered
from schakel.register.persons.recounting import recount_stale
from schakel.register.persons.tests.people import SYSTEM, data, report
from tests.database import examples

YEARS = st.sampled_from([2023, 2024, "2024-06", None])
KEYS = st.sampled_from(["", "K1", "K2"])


class Register(RuleBasedStateMachine):
    """Registrars at work; after every step the invariants hold."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.past = []  # (moment, memberships as they were)
        self.sent = 0

    def teardown(self):
        try:
            self.every_earlier_state_can_be_rebuilt()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def _pick(self, rows, number):
        rows = list(rows.order_by("pk"))
        return rows[number % len(rows)]

    @rule(year=YEARS, key=KEYS, kind=st.sampled_from(["POLICE", "KMAR"]))
    def send(self, year, key, kind):
        self.sent += 1
        report(year, key=key, kind=kind, reporter_reference=f"R{self.sent}")

    @rule()
    def register_all(self):
        register_many(by=SYSTEM, reports=unregistered())

    @precondition(lambda self: unregistered().exists())
    @rule(which=st.integers(0, 99), who=st.integers(0, 99), new=st.booleans())
    def register_one(self, which, who, new):
        waiting = self._pick(unregistered(), which)
        known = Person.objects.exists() and not new
        person = self._pick(Person.objects, who) if known else None
        register(by=SYSTEM, report=waiting, person=person, new=person is None)

    @precondition(lambda self: Membership.objects.exists())
    @rule(which=st.integers(0, 99), who=st.integers(-3, 99))
    def move_one(self, which, who):
        member = self._pick(Membership.objects.open(), which)
        person = None if who < 0 else self._pick(Person.objects, who)
        if person != member.person:
            move(by=SYSTEM, report=member.report, person=person, reason="Someone else")

    @precondition(lambda self: Report.objects.standing().exists())
    @rule(which=st.integers(0, 99), year=YEARS)
    def correct_one(self, which, year):
        self.sent += 1
        chosen = self._pick(Report.objects.standing(), which)
        correct(by=SYSTEM, report=chosen, data=data(year, reporter_reference=f"R{self.sent}"))
        recount_stale(by=SYSTEM)

    @precondition(lambda self: Report.objects.standing().exists())
    @rule(which=st.integers(0, 99))
    def withdraw_one(self, which):
        withdraw(by=SYSTEM, report=self._pick(Report.objects.standing(), which), reason="x")
        recount_stale(by=SYSTEM)

    @invariant()
    def remember(self):
        now = dict(Membership.objects.open().values_list("report", "person"))
        self.past.append((timezone.now(), now))

    @invariant()
    def each_report_is_about_one_person_at_most(self):
        reports = list(Membership.objects.open().values_list("report", flat=True))
        assert len(reports) == len(set(reports))
        registered = set(Membership.objects.values_list("report", flat=True))
        assert registered == set(reports)  # once registered, always about somebody

    @invariant()
    def registrations_are_what_the_reports_say(self):
        expected = {(person, year) for year, _kind, person in counted_reports()}
        current = Registration.objects.current()
        assert set(current.values_list("person", "year")) == expected
        for row in current:
            member = Membership.objects.open().get(report=row.first_report_id)
            assert member.person_id == row.person_id
            assert row.first_report.year == row.year
            assert row.dossier_types.exists()

    @invariant()
    def exploitation_is_where_its_report_is(self):
        members = dict(Membership.objects.open().values_list("report", "person"))
        for row in Exploitation.objects.all():
            assert members[row.report_id] == row.person_id

    def every_earlier_state_can_be_rebuilt(self):
        """Asked once, at the end: what a step made of the past, no later step puts right."""
        for moment, memberships in self.past:
            assert states_rebuilt(moment) == memberships


@pytest.mark.both
@pytest.mark.django_db
def test_the_register_stays_true():
    steps = settings(
        max_examples=examples(40),
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Register, settings=steps)
