"""Legal clocks: worked out from facts, never shorter for standing still, and nobody named in a mail."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from schakel.care.placement import offering, opening, placing, timing
from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.clocked import ClockEvent, ClockKind, ClockStep
from schakel.care.placement.clocks import STAY, clocks_of, running_out, worked_out
from schakel.care.placement.tests import scene
from schakel.foundation.accounts.choices import Role
from schakel.foundation.notices.models import Notice
from schakel.foundation.notices.tasks import mail_of

FIRST = date(2025, 1, 1)


@dataclass(frozen=True)
class Told:
    pk: int
    step: str
    on: date
    clock: str = ClockKind.REFLECTION
    client_id: int = 1
    until: date | None = None
    reason: str = ""
    mistake_id: int | None = None


def days(most: int):
    return st.integers(0, most).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def histories(draw) -> list[Told]:
    """Facts as somebody could write them down, also such as do not fit."""
    steps = [step for step in ClockStep if step != ClockStep.UNDONE]
    begun = Told(0, ClockStep.STARTED, FIRST, draw(st.sampled_from(list(ClockKind)[:3])))
    rows = [begun]
    for pk in range(1, draw(st.integers(1, 7))):
        mistaken = draw(st.integers(0, 6)) == 0
        rows.append(
            replace(
                begun,
                pk=pk,
                step=ClockStep.UNDONE if mistaken else draw(st.sampled_from(steps)),
                on=draw(days(120)),
                mistake_id=draw(st.integers(1, pk)) if mistaken else None,
            )
        )
    return rows


@pytest.mark.pure
@given(rows=histories(), later=st.integers(0, 60), order=st.randoms())
def test_standing_still_never_shortens_and_the_order_of_reading_is_no_matter(
    rows, later, order
) -> None:
    today = FIRST + timedelta(days=121)
    found = worked_out(rows, today)
    mixed = list(rows)
    order.shuffle(mixed)
    assert worked_out(mixed, today) == found
    for clock in found:
        assert clock.due is None or clock.due >= clock.since
        assert clock.ended is None or clock.ended >= clock.since
    still = (ClockStep.SUSPENDED, ClockStep.RESUMED)
    without = worked_out([row for row in rows if row.step not in still], today)
    for with_, without_ in zip(found, without, strict=True):
        assert with_.due is None or (without_.due and with_.due >= without_.due)
    for now, then in zip(found, worked_out(rows, today + timedelta(days=later)), strict=True):
        assert now.due is None or (then.due and then.due >= now.due)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("clock", "since", "due"),
    [
        (ClockKind.REFLECTION, date(2024, 11, 30), date(2025, 2, 28)),
        (ClockKind.REFLECTION_DUBLIN, date(2023, 5, 18), date(2023, 6, 17)),
        (ClockKind.REFLECTION_DUBLIN, date(2023, 5, 17), date(2023, 8, 17)),
        (ClockKind.B8_PERMIT, date(2025, 1, 1), None),
        (ClockKind.POLICE_REPORT, date(2025, 1, 1), None),
        (ClockKind.DUBLIN, date(2025, 1, 1), None),
    ],
)
def test_a_term_is_what_its_source_says_and_nothing_where_none_does(clock, since, due) -> None:
    (found,) = worked_out([Told(1, ClockStep.STARTED, since, clock)], since)
    assert found.due == due


@pytest.fixture
def piet(db):
    return scene.coordinator("Piet")


def ago(number: int) -> date:
    return timezone.localdate() - timedelta(days=number)


def note(by, client, step: str, on: date, clock: str = ClockKind.REFLECTION, **more):
    return timing.note_clock(by=by, client=client, clock=clock, step=step, on=on, **more)


def refused(code: str):
    return pytest.raises(NotPossibleError, match=f"^{code}$")


def test_what_happened_is_appended_and_a_mistake_taken_back(piet) -> None:
    client = scene.request().group.clients.get()
    note(piet, client, ClockStep.STARTED, ago(40))
    with refused("clock"):
        note(piet, client, ClockStep.STARTED, ago(30))
    with refused("ground"):
        note(piet, client, ClockStep.SUSPENDED, ago(30))
    note(piet, client, ClockStep.SUSPENDED, ago(30), ground="Decision 1")
    with refused("order"):
        note(piet, client, ClockStep.RESUMED, ago(31))
    with refused("future"):
        note(piet, client, ClockStep.RESUMED, ago(-1))
    plain = worked_out([ClockEvent.objects.order_by("pk")[0]], ago(0))[0].due
    (still,) = clocks_of(client.group)
    assert still.still_since == ago(30)
    assert still.due == plain + timedelta(days=30)
    wrong = note(piet, client, ClockStep.ENDED, ago(0))
    first = ClockEvent.objects.order_by("pk")[0]
    with refused("newest"):
        timing.undo_clock(by=piet, event=first)
    timing.undo_clock(by=piet, event=wrong)
    assert clocks_of(client.group)[0].ended is None
    assert ClockEvent.objects.count() == 4
    with pytest.raises(DatabaseError), transaction.atomic():
        ClockEvent.objects.update(on=ago(1))
    shelter = scene.somebody(Role.SHELTER, scene.organisation("Haven"))
    with pytest.raises(PermissionDenied):
        note(shelter, client, ClockStep.RESUMED, ago(1))


def test_no_last_day_after_the_one_of_the_law(piet) -> None:
    client = scene.request().group.clients.get()
    with refused("long"):
        note(piet, client, ClockStep.STARTED, ago(1), until=ago(-100))
    note(piet, client, ClockStep.STARTED, ago(1), until=ago(-20))
    assert clocks_of(client.group)[0].due == ago(-20)


def test_the_overview_is_short_of_queries_and_blind_for_restricted_groups(
    piet, django_assert_max_num_queries
) -> None:
    colleague = scene.coordinator("Petra")
    groups = [scene.request().group for _number in range(4)]
    for number, group in enumerate(groups):
        note(piet, group.clients.get(), ClockStep.STARTED, ago(70 + number))
    opening.restrict(by=piet, group=groups[0], keeper=piet, reason="Threatened.")
    with django_assert_max_num_queries(4):
        mine = running_out(piet, 30)
    assert [clock.group for clock in mine] == [group.pk for group in reversed(groups)]
    assert groups[0].pk not in {clock.group for clock in running_out(colleague, 30)}


def test_one_mail_per_step_to_who_keeps_the_group_and_nobody_in_it(piet) -> None:
    scene.coordinator("Petra")
    group = scene.request().group
    note(piet, group.clients.get(), ClockStep.STARTED, ago(85))
    opening.restrict(by=piet, group=group, keeper=piet, reason="Threatened.")
    assert timing.remind(by=scene.BY) == 1
    assert timing.remind(by=scene.BY) == 0
    notice = Notice.objects.get()
    assert notice.user == piet
    mail = mail_of(notice)
    assert group.number in mail.subject
    words = (mail.subject + mail.body).replace(group.number, "").lower()
    assert not any(word in words for word in ("joy", "ade", "bedenktijd", "b8", "http"))
    (clock,) = clocks_of(group)
    assert timing.remind(by=scene.BY, today=clock.due - timedelta(days=2)) == 1


def test_the_term_of_a_stay_runs_beside_the_others(piet) -> None:
    haven = scene.organisation("Haven")
    placement = _placed(piet, scene.unit(scene.site(haven)))
    (clock,) = clocks_of(placement.group)
    assert (clock.clock, clock.due) == (STAY, placement.term_ends_on)


def _placed(piet, unit):
    offer = offering.offer(by=piet, request=scene.request(), unit=unit)
    offering.accept(by=scene.BY, offer=offer)
    return placing.place(by=piet, offer=offer)
