"""A signal's way: handed up, assessed, joined with what says the same, never deleted."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.actions import create_organisation
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, User
from schakel.network.signals.actions import Counted, Move, NotPossibleError, hand_up, join, step
from schakel.network.signals.choices import State, Theme
from schakel.network.signals.models import Signal

pytestmark = pytest.mark.django_db
BY = SystemActor("tests")


def counted(count: int = 3, month: int = 1, **more) -> Counted:
    return Counted(Theme.WAITING_LIST, count, date(2026, month, 1), date(2026, month, 28), **more)


def somebody(role: Role) -> User:
    user = User.objects.create_user(f"{role}@example.org", name=str(role))
    centre = create_organisation(by=BY, name=f"Centre of {role}", reporter_type="")
    Mandate.objects.create(user=user, organisation=centre, role=role)
    return user


def state(row: Signal) -> str:
    return Signal.objects.with_state().get(pk=row.pk).state


def test_the_same_counting_is_one_signal_and_another_count_a_step() -> None:
    first = hand_up(by=BY, counted=counted(3))
    assert hand_up(by=BY, counted=counted(3)) == first
    assert hand_up(by=BY, counted=counted(5)) == first
    assert [one.count for one in first.steps.all()] == [3, 5]
    assert hand_up(by=BY, counted=counted(3, scheme="COSM")) != first


def test_a_step_follows_the_one_before_and_the_count_leaves_the_state_alone() -> None:
    editor, officer = somebody(Role.EDITOR), somebody(Role.PLACEMENT_COORDINATOR)
    row = hand_up(by=BY, counted=counted(3))
    with pytest.raises(NotPossibleError):
        step(by=officer, signal=row, move=Move(state=State.RESOLVED))
    with pytest.raises(PermissionDenied):
        step(by=editor, signal=row, move=Move(state=State.ASSESSED))
    step(by=officer, signal=row, move=Move(state=State.ASSESSED))
    hand_up(by=BY, counted=counted(9))
    assert state(row) == State.ASSESSED


def test_a_duplicate_is_counted_and_stays() -> None:
    first, second = hand_up(by=BY, counted=counted()), hand_up(by=BY, counted=counted(month=2))
    join(by=BY, signal=second, same_as=first)
    assert Signal.objects.with_state().get(pk=first.pk).times == 2
    assert state(second) == State.PARKED
    for signal, other in ((first, second), (second, first), (first, first)):
        with pytest.raises(NotPossibleError):
            join(by=BY, signal=signal, same_as=other)


def test_the_list_takes_few_queries(client, django_assert_max_num_queries) -> None:
    for month in range(1, 9):
        hand_up(by=BY, counted=counted(month=month, scheme="MENS_SHELTER"))
    client.force_login(somebody(Role.EDITOR))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("signals:index"))
    assert len(page.context["page"].object_list) == 8
    assert "mannenopvang" in page.content.decode()
    assert "MENS_SHELTER" not in page.content.decode()
