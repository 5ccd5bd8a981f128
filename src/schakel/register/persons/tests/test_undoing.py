"""A delivery taken back: nothing deleted, everything counted anew, and the file can be sent again."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.audit.queries import about
from schakel.register.intake import undoing as intake_undoing
from schakel.register.intake.actions import NotPossibleError, correct, withdraw
from schakel.register.intake.choices import ENDED, TRANSITIONS, BatchState, Status
from schakel.register.intake.deliveries import check, stage
from schakel.register.intake.models import ImportBatch, Report, ReportStatus
from schakel.register.intake.queries import data_of
from schakel.register.intake.undoing import begin_undo
from schakel.register.persons.actions import register
from schakel.register.persons.importing import run
from schakel.register.persons.models import Membership, Person, Registration
from schakel.register.persons.queries import counted_reports, overlaps
from schakel.register.persons.recounting import recount_if_due, recount_stale
from schakel.register.persons.tests.people import SYSTEM, user
from schakel.register.persons.undoing import Consequences, consequences, undo

pytestmark = pytest.mark.django_db

# P1 and P2 in both files: P1 in the same year, P2 in another.
FIRST = b"reporter_reference,person_key,reported_on\nA,P1,2024\nB,P2,2024\nC,P3,2024\n"
SECOND = b"reporter_reference,person_key,reported_on\nD,P1,2024\nE,P2,2025\n"


@pytest.fixture
def sender():
    return Organisation.objects.create(name="Politie", reporter_type="POLICE")


def take_in(content, sender):
    staged = stage(by=SYSTEM, content=content, organisation=sender)
    return run(by=SYSTEM, batch=staged.batch, rows=staged.rows)


def undo_all(batch, *, corrections=False, reason="wrong month"):
    begin_undo(by=SYSTEM, batch=batch, reason=reason, corrections=corrections)
    return undo(by=SYSTEM, batch=batch)


def counted():
    """What is counted: (reports, persons, registrations)."""
    rows = list(counted_reports())
    return len(rows), len({person for *_, person in rows}), Registration.objects.current().count()


def report_with(reference):
    """The standing report that bears this reference."""
    standing = Report.objects.standing().with_rows().select_related("identity")
    return next(one for one in standing if one.identity.reporter_reference == reference)


def test_what_will_happen_is_what_happens(sender):
    first, _second = take_in(FIRST, sender), take_in(SECOND, sender)
    assert counted() == (5, 3, 4)
    told = consequences(first, corrections=False)
    assert told == Consequences(reports=3, corrections=0, persons=3, left=1, registrations=2)
    before = (Report.objects.count(), Person.objects.count(), Membership.objects.count())
    batch = undo_all(first)
    assert batch.state == BatchState.UNDONE
    assert (Report.objects.count(), Person.objects.count(), Membership.objects.count()) == before
    assert counted() == (2, 2, 2)
    statuses = ReportStatus.objects.filter(report__batch=first)
    assert {(one.status, one.note, one.undone) for one in statuses} == {
        (Status.WITHDRAWN, "wrong month", True)
    }
    number = Report.objects.filter(batch=first).first().number
    assert about("report", number).first().ground == "undo"
    assert about("import", first.number).count() == 4


def test_a_delivery_can_be_undone_in_steps_and_gone_on_with(sender, monkeypatch):
    monkeypatch.setattr(intake_undoing, "CHUNK", 2)
    batch = take_in(FIRST, sender)
    begin_undo(by=SYSTEM, batch=batch, reason="twice", corrections=False)
    batch = undo(by=SYSTEM, batch=batch, seconds=-1.0)
    assert batch.state == BatchState.UNDOING
    assert counted() == (1, 1, 1)
    assert undo(by=SYSTEM, batch=batch).state == BatchState.UNDONE
    assert counted() == (0, 0, 0)
    assert ReportStatus.objects.count() == 3
    assert undo(by=SYSTEM, batch=batch).state == BatchState.UNDONE  # a click too many


def test_a_chunk_that_fails_leaves_nothing_of_it(sender, monkeypatch):
    batch = take_in(FIRST, sender)
    begin_undo(by=SYSTEM, batch=batch, reason="twice", corrections=False)

    def break_down(*_given, **_named):
        raise RuntimeError

    monkeypatch.setattr("schakel.register.persons.undoing.recount_and_log", break_down)
    with pytest.raises(RuntimeError):
        undo(by=SYSTEM, batch=batch)
    assert not ReportStatus.objects.exists()
    assert counted() == (3, 3, 3)


def test_the_same_file_can_be_sent_again_after_an_undo(sender):
    for _round in range(3):
        batch = take_in(FIRST, sender)
        assert (batch.reports, batch.unchanged) == (3, 0)
        assert counted() == (3, 3, 3)
        assert take_in(FIRST, sender).unchanged == 3
        undo_all(batch)
        assert counted() == (0, 0, 0)
    assert Person.objects.count() == 3  # known by the sender's key, not made anew
    assert Report.objects.count() == 9


def test_what_the_sender_withdrew_itself_does_not_come_back(sender):
    first = take_in(FIRST, sender)
    withdraw(by=SYSTEM, report=report_with("B"), reason="no consent")
    undo_all(first)
    again = take_in(FIRST, sender)
    assert (again.reports, again.unchanged) == (2, 1)
    assert {one.identity.reporter_reference for one in Report.objects.standing()} == {"A", "C"}


@pytest.mark.parametrize(("fall", "left", "again"), [(False, 1, 2), (True, 0, 3)])
def test_corrections_stand_or_fall_by_choice(sender, fall, left, again):
    batch = take_in(FIRST, sender)
    old = report_with("A")
    new = correct(by=SYSTEM, report=old, data=data_of(old))
    newer = correct(by=SYSTEM, report=report_with("A"), data=data_of(old))
    register(by=SYSTEM, report=newer)
    assert new.corrects == old
    told = consequences(batch, corrections=fall)
    assert (told.corrections, told.reports) == (1, 3 if fall else 2)
    undo_all(batch, corrections=fall)
    assert counted()[0] == left
    assert told.left == (3 if fall else 2)
    after = take_in(FIRST, sender)
    assert (after.reports, after.unchanged) == (again, 3 - again)
    assert counted()[0] == 3


def test_other_content_under_the_reference_of_an_undone_report_is_good_once(sender):
    undo_all(take_in(FIRST, sender))
    changed = FIRST.replace(b"P1,2024", b"P1,2023")
    assert take_in(changed, sender).reports == 3
    batch = ImportBatch(organisation=sender, format="CSV")
    (error,) = check(batch, FIRST).errors
    assert (error.line, error.code) == (2, "reference_in_use")


def test_every_report_that_counts_can_be_withdrawn():
    for status, after in TRANSITIONS.items():
        assert status in ENDED or Status.WITHDRAWN in after


def test_what_cannot_be_undone(sender):
    with pytest.raises(ValueError, match="reason"):
        begin_undo(by=SYSTEM, batch=take_in(FIRST, sender), reason=" ", corrections=False)
    batch = take_in(SECOND, sender)
    with pytest.raises(ValidationError):
        begin_undo(by=SYSTEM, batch=batch, reason="123456782", corrections=False)
    with pytest.raises(PermissionDenied):
        begin_undo(by=user(Role.ANALYST), batch=batch, reason="x", corrections=False)
    with pytest.raises(NotPossibleError):
        undo(by=SYSTEM, batch=batch)
    undo_all(batch)
    with pytest.raises(NotPossibleError, match="undone"):
        begin_undo(by=SYSTEM, batch=batch, reason="x", corrections=False)


def test_the_page_shows_what_will_happen_asks_why_and_goes_on(client, sender):
    client.force_login(user(Role.REGISTRAR))
    batch = take_in(FIRST, sender)
    address = reverse("persons:import-undo", args=[batch.number])
    assert address in client.get(reverse("persons:import", args=[batch.number])).content.decode()
    page = client.get(address)
    assert page.context["found"].reports == 3
    assert "corrections" not in page.context["form"].fields
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "twice"}).status_code == 302
    page = client.get(reverse("persons:import", args=[batch.number]))
    assert (page.context["undone"], page.context["left"]) == (0, 3)
    client.post(reverse("persons:import-undo-run", args=[batch.number]))
    page = client.get(reverse("persons:import", args=[batch.number])).content.decode()
    assert "twice" in page
    assert "Correcties van de meldingen" not in page  # there were none
    assert address not in page
    assert counted() == (0, 0, 0)


def test_a_withdrawal_is_counted_when_somebody_looks(client, sender, django_assert_max_num_queries):
    take_in(FIRST, sender)
    recount_stale(by=SYSTEM)
    withdraw(by=SYSTEM, report=report_with("A"), reason="mistake")
    assert Registration.objects.current().count() == 3
    client.force_login(user(Role.REGISTRAR))
    assert client.get(reverse("persons:persons")).status_code == 200
    assert Registration.objects.current().count() == 2
    with django_assert_max_num_queries(2):
        assert recount_if_due(by=SYSTEM) == 0


def test_a_dossier_follows_when_a_second_report_of_the_year_is_withdrawn(sender):
    content = b"reporter_reference,person_key,reported_on,purposes\nA,P1,2024,\nB,P1,2024,SHELTER\n"
    take_in(content, sender)
    recount_if_due(by=SYSTEM)
    withdraw(by=SYSTEM, report=report_with("B"), reason="mistake")
    assert recount_if_due(by=SYSTEM) == 1
    registration = Registration.objects.current().get()
    assert registration.dossier_types.last().dossier_type == "REGISTRATION"


def test_an_undone_list_leaves_no_overlap(sender):
    batch = take_in(b"person,list\n1,P\n1,K\n2,P\n", None)
    assert overlaps() == [(("KMAR", "POLICE"), 1), (("POLICE",), 1)]
    undo_all(batch)
    assert overlaps() == []
