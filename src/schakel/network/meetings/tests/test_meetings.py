"""A signal through meetings: on the agenda, decided, a level up, answered; and nothing forgotten."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.foundation.notices.models import Notice
from schakel.network.meetings.actions import (
    NotPossibleError,
    add_member,
    end_membership,
    plan_series,
    skip_meeting,
)
from schakel.network.meetings.choices import ActionState, Outcome
from schakel.network.meetings.minuting import (
    agree_action,
    close_meeting,
    note_action,
    put_on_agenda,
    write_minutes,
)
from schakel.network.meetings.models import Action, ActionStep, AgendaItem, Meeting
from schakel.network.meetings.queries import candidates
from schakel.network.meetings.tests import scene
from schakel.network.meetings.tests.scene import BY
from schakel.network.signals.actions import Move, join, step
from schakel.network.signals.choices import Level, State
from schakel.network.signals.queries import way

pytestmark = pytest.mark.django_db


def write(item: AgendaItem, **more) -> None:
    write_minutes(by=BY, item=item, said={"minutes": "Besproken.", **more})


def test_from_the_agenda_to_a_decision_and_back() -> None:
    worker, secretary = scene.somebody(Role.SHELTER), scene.somebody(Role.SECRETARY)
    som = scene.platform()
    force = scene.platform(Level.TASK_FORCE, "Taskforce")
    first, second = scene.meeting(som), scene.meeting(force, 9)
    signal, client = scene.signal(worker), scene.signed_in(secretary)
    assert list(candidates(som)) == [signal]
    assert list(candidates(force)) == []
    page = reverse("meetings:meeting", args=[first.number])
    sent = {"do": "agenda", "agenda-signals": [signal.pk]}
    assert client.post(page, sent).status_code == 302
    assert list(candidates(som)) == []
    item = first.items.get()
    writing = reverse("meetings:minutes", args=[first.number])
    said = {"minutes": "Het speelt.", "decision": "Naar de Taskforce.", "outcome": "ESCALATED"}
    sent = scene.card(client, item, **said) | {"do": f"item-{item.pk}"}
    assert client.post(writing, sent).status_code == 302
    assert client.post(writing, {"do": "close-meeting"}).url == page
    assert (scene.now(signal).state, scene.now(signal).level) == (
        State.ESCALATED,
        Level.TASK_FORCE,
    )
    assert not Notice.objects.exists()
    last = put_on_agenda(by=BY, meeting=second, signal=signal)
    write(last, decision="Er komt een proef.", outcome=Outcome.DECIDED, answer="Er komt een proef.")
    agree_action(
        by=BY,
        platform=force,
        item=last,
        text="Proef opzetten",
        organisation=secretary.organisation,
        due=date(2099, 1, 1),
    )
    close_meeting(by=BY, meeting=second)
    assert scene.now(signal).state == State.ACTION
    assert Notice.objects.get().user == worker
    told = scene.signed_in(worker).get(reverse("signals:signal", args=[signal.number]))
    assert "Er komt een proef." in told.content.decode()
    assert [one.forum for one in way(signal) if one.forum] == [
        *[str(first)] * 2,
        *[str(second)] * 2,
    ]
    assert list(candidates(force)) == []  # its action is still open
    note_action(by=BY, action=Action.objects.get(), state=ActionState.DONE)
    assert list(candidates(force)) == [signal]


@pytest.mark.parametrize("outcome", [Outcome.DECIDED, Outcome.RESOLVED, Outcome.PARKED])
@pytest.mark.parametrize("meanwhile", [State.ACTION, State.RESOLVED, State.PARKED, "joined"])
def test_a_meeting_decides_whatever_happened_to_the_signal_meanwhile(
    outcome: str, meanwhile: str
) -> None:
    worker, meeting = scene.somebody(Role.SHELTER), scene.meeting(scene.platform())
    mine, other = scene.signal(worker), scene.signal(worker)
    item = put_on_agenda(by=BY, meeting=meeting, signal=mine)
    if meanwhile == "joined":
        join(by=BY, signal=mine, same_as=other)
    else:
        day = date(2099, 1, 1)
        step(by=BY, signal=mine, move=Move(state=meanwhile, text="Al gedaan", until=day))
    write(item, outcome=outcome, decision="Zo gaat het.", answer="Zo.", until=date(2099, 2, 2))
    close_meeting(by=BY, meeting=meeting)
    main = other if meanwhile == "joined" else mine
    assert (
        scene.now(main).state
        == {
            Outcome.DECIDED: State.ACTION,
            Outcome.RESOLVED: State.RESOLVED,
            Outcome.PARKED: State.PARKED,
        }[Outcome(outcome)]
    )
    last = way(scene.now(mine))[-1]
    assert (last.answer, last.forum) == ("Zo.", str(meeting))
    if outcome == Outcome.PARKED:
        assert last.until == date(2099, 2, 2)


def test_up_is_above_the_platform_that_says_so() -> None:
    worker = scene.somebody(Role.SHELTER)
    low, high = scene.signal(worker, Level.OPERATIONAL), scene.signal(worker, Level.MINISTRY)
    meeting = scene.meeting(scene.platform())
    for signal in (low, high):
        item = put_on_agenda(by=BY, meeting=meeting, signal=signal)
        write(item, outcome=Outcome.ESCALATED, decision="Hogerop.")
    close_meeting(by=BY, meeting=meeting)
    assert (scene.now(low).state, scene.now(low).level) == (State.ESCALATED, Level.TASK_FORCE)
    assert (scene.now(high).state, scene.now(high).level) == (State.ON_AGENDA, Level.MINISTRY)


def test_what_a_skipped_meeting_left_goes_to_the_next_one() -> None:
    som, worker = scene.platform(), scene.somebody(Role.REPORTER)
    first = scene.meeting(som, 2)
    signal = scene.signal(worker)
    put_on_agenda(by=BY, meeting=first, signal=signal)
    skip_meeting(by=BY, meeting=first, reason="Geen quorum")
    waiting = AgendaItem.objects.get(meeting=None)
    assert waiting.came_from.meeting == first
    second, third = scene.meeting(som, 5), scene.meeting(som, 9)
    assert second.items.get().signal == signal
    close_meeting(by=BY, meeting=second)  # nobody wrote anything
    assert third.items.get().signal == signal
    assert third.items.get().came_from.meeting == second
    assert scene.now(signal).state == State.ON_AGENDA
    with pytest.raises(NotPossibleError):
        skip_meeting(by=BY, meeting=first, reason="nog eens")


def test_nobody_writes_after_the_end() -> None:
    som = scene.platform()
    meeting = scene.meeting(som)
    item = put_on_agenda(by=BY, meeting=meeting, signal=scene.signal(scene.somebody(Role.REPORTER)))
    write(item)
    write(item, outcome=Outcome.PARKED)
    with pytest.raises(NotPossibleError):  # without a reason and a day
        close_meeting(by=BY, meeting=meeting)
    write(item, outcome=Outcome.PARKED, decision="Wacht op de wet", until=date(2099, 1, 1))
    close_meeting(by=BY, meeting=meeting)
    with pytest.raises(NotPossibleError):
        write(item)
    action = agree_action(
        by=BY, platform=som, text="iets", organisation=som_party(), due=date(2099, 1, 1)
    )
    for change in (
        lambda: AgendaItem.objects.filter(pk=item.pk).update(decision="anders"),
        lambda: AgendaItem.objects.filter(pk=item.pk).delete(),
        lambda: ActionStep.objects.filter(action=action).update(text="anders"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    item.refresh_from_db()
    assert item.decision == "Wacht op de wet"


def som_party():
    return scene.somebody(Role.EDITOR, "party").organisation


def test_papers_are_for_members_while_their_term_lasts() -> None:
    som, today = scene.platform(), timezone.localdate()
    meeting = scene.meeting(som)
    now, before, never = (scene.somebody(Role.REPORTER, name) for name in ("now", "was", "never"))
    scene.member(som, now)
    scene.member(som, before, until=today - timedelta(days=1))
    page = reverse("meetings:meeting", args=[meeting.number])
    file = SimpleUploadedFile("notitie.txt", b"Een notitie voor de leden.")
    secretary = scene.signed_in(scene.somebody(Role.SECRETARY))
    assert secretary.post(page, {"do": "paper", "paper-file": file}).status_code == 302
    bad = SimpleUploadedFile("x.exe", b"MZ\x00\x01")
    assert secretary.post(page, {"do": "paper", "paper-file": bad}).status_code == 422
    address = reverse("meetings:paper", args=[meeting.number, 1])
    answer = scene.signed_in(now).get(address)
    assert answer.content == b"Een notitie voor de leden."
    assert "notitie" not in answer["Content-Disposition"]
    assert scene.signed_in(now).post(page, {"do": "skip", "skip-reason": "x"}).status_code == 200
    assert Meeting.objects.get().is_planned
    for stranger in (before, never):
        client = scene.signed_in(stranger)
        assert client.get(address).status_code == client.get(page).status_code == 404


def test_terms_of_members_do_not_overlap_and_end() -> None:
    som, user = scene.platform(), scene.somebody(Role.REPORTER)
    scene.member(som, user, since=date(2024, 1, 1), until=date(2024, 12, 31))
    with pytest.raises(NotPossibleError):
        scene.member(som, user, since=date(2024, 12, 31))
    scene.member(som, user, since=date(2025, 1, 1))
    with pytest.raises(NotPossibleError):
        add_member(
            by=BY,
            platform=som,
            organisation=scene.somebody(Role.EDITOR).organisation,
            user=user,
            since=date(2025, 1, 1),
        )
    last = som.memberships.get(since=date(2025, 1, 1))
    end_membership(by=BY, membership=last, until=date(2025, 6, 30))
    for day, number in ((date(2025, 6, 30), 1), (date(2025, 7, 1), 0), (date(2023, 1, 1), 0)):
        assert som.memberships.on(day).count() == number


def test_a_secretary_adds_a_member_by_address_and_hears_why_not() -> None:
    som, user = scene.platform(), scene.somebody(Role.REPORTER)
    client = scene.signed_in(scene.somebody(Role.SECRETARY))
    page = reverse("meetings:platform", args=[som.slug])
    sent = {
        "do": "member",
        "member-organisation": user.organisation.pk,
        "member-email": user.email.upper(),
        "member-part": "MEMBER",
        "member-since": "2026-01-01",
    }
    other = scene.somebody(Role.EDITOR).organisation.pk
    for wrong in ({"member-organisation": other}, {"member-email": "nobody@example.org"}):
        assert client.post(page, {**sent, **wrong}).status_code == 422
    assert client.post(page, sent).status_code == 302
    assert som.memberships.get().user == user
    assert client.post(page, sent).status_code == 422


def test_nothing_ends_before_it_begins() -> None:
    som, party = scene.platform(), scene.somebody(Role.REPORTER).organisation
    client = scene.signed_in(scene.somebody(Role.SECRETARY))
    start, end = "2030-05-01", "2030-04-30"
    series = {"first": start, "at": "10:00", "minutes": 60, "months": 3, "until": end}
    member = {"organisation": party.pk, "part": "MEMBER", "since": start, "until": end}
    page = reverse("meetings:platform", args=[som.slug])
    for name, sent in (("series", series), ("member", member)):
        given = {f"{name}-{field}": value for field, value in sent.items()}
        told = client.post(page, {"do": name, **given}).context["forms"][name]
        assert told.errors == {"__all__": ["De laatste dag ligt voor de eerste."]}
    table = {"name": "Tafel", "level": "SOM", "since": start, "until": end}
    told = client.post(reverse("meetings:index"), {"do": "platform", **table}).context["new"]
    assert told.errors == {"__all__": ["De laatste dag ligt voor de eerste."]}
    assert not som.memberships.exists()
    assert not som.series.exists()


def test_once_a_day_is_enough(django_assert_max_num_queries) -> None:
    som, user = scene.platform(), scene.somebody(Role.REPORTER)
    scene.member(som, user)
    scene.meeting(som)
    today = timezone.localdate()
    plan_series(
        by=BY,
        platform=som,
        first=today + timedelta(days=20),
        at=timezone.now().time(),
        minutes=60,
        months=1,
    )
    planned = Meeting.objects.count()
    assert planned > 12
    due = {"platform": som, "organisation": user.organisation, "user": user}
    agree_action(by=BY, text="Uitzoeken", due=today + timedelta(days=2), **due)
    agree_action(by=BY, text="Later", due=today + timedelta(days=60), **due)
    for _round in range(2):
        call_command("tend_meetings", verbosity=0)
    assert sorted(Notice.objects.values_list("kind", flat=True)) == [
        "meetings/mail/action",
        "meetings/mail/meeting",
    ]
    assert Meeting.objects.count() == planned
    client = scene.signed_in(user)
    with django_assert_max_num_queries(18):
        page = client.get(reverse("meetings:index")).content.decode()
    assert "Uitzoeken" in page
    number = Action.objects.get(text="Uitzoeken").number
    note = {"do": f"action-{number}", f"{number}-state": ActionState.DONE}
    assert client.post(reverse("meetings:index"), note).status_code == 302
    assert Action.objects.open().count() == 1
    ics = client.get(reverse("meetings:calendar", args=[som.slug]))
    assert ics.content.decode().count("BEGIN:VEVENT") == planned


def test_of_a_past_term_stays_what_was_on_the_table_then() -> None:
    som, today = scene.platform(), timezone.localdate()
    former = scene.somebody(Role.REPORTER, "former")
    scene.member(som, former, today - timedelta(days=30), today - timedelta(days=10))
    days = (-31, -30, -10, -9, 5)
    meetings = {day: scene.meeting(som, day) for day in days}
    put_on_agenda(by=BY, meeting=meetings[-10], signal=scene.signal(former))
    client = scene.signed_in(former)
    answers = {
        day: client.get(reverse("meetings:meeting", args=[one.number]))
        for day, one in meetings.items()
    }
    assert [answers[day].status_code for day in days] == [404, 200, 200, 404, 404]
    assert set(Meeting.objects.visible_to(former)) == {meetings[-30], meetings[-10]}
    assert "De weg van" not in answers[-10].text, "it goes on after the term"
    assert client.get(reverse("meetings:platform", args=[som.slug])).status_code == 404
    text = client.get(reverse("meetings:index")).text
    assert [one.number in text for one in meetings.values()] == [False, True, True, False, False]
    scene.member(som, former, today)
    assert client.get(reverse("meetings:meeting", args=[meetings[5].number])).status_code == 200


def test_the_secretary_gives_a_platform_another_name_and_aim() -> None:
    som, other = scene.platform(), scene.platform(name="Ander")
    client = scene.signed_in(scene.somebody(Role.SECRETARY))
    address = reverse("meetings:platform", args=[som.slug])
    sent = {"do": "about", "about-name": "Strategisch overleg", "about-aim": "Knelpunten oplossen"}
    assert client.post(address, {**sent, "about-name": other.name}).status_code == 422
    assert client.post(address, sent).status_code == 302
    text = client.get(address).text
    assert "Strategisch overleg" in text
    assert "Knelpunten oplossen" in text
