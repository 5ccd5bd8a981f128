"""A restricted group is there for its keeper alone, until somebody breaks the glass."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from schakel.care.placement import opening
from schakel.care.placement.actions import NotPossibleError
from schakel.care.placement.models import BreakGlass, Client, Event, Request
from schakel.care.placement.tests import scene
from schakel.foundation.audit.queries import about
from schakel.foundation.notices.models import Notice

pytestmark = pytest.mark.django_db


def sees(user, group) -> list[bool]:
    tables = (Request, Client, Event)
    return [model.objects.visible_to(user).filter(group=group).exists() for model in tables]


def test_a_restricted_group_is_there_for_its_keeper_alone() -> None:
    keeper, other = scene.coordinator("keeper"), scene.coordinator("other")
    group = scene.request(keeper).group
    opening.restrict(by=keeper, group=group, keeper=keeper, reason="Known from the papers")
    assert sees(keeper, group) == [True] * 3
    assert sees(other, group) == [False] * 3
    with pytest.raises(PermissionDenied):
        opening.restrict(by=other, group=group, keeper=None, reason="I want to see")
    opening.restrict(by=keeper, group=group, keeper=None, reason="Over")
    assert sees(other, group) == [True] * 3


def test_breaking_the_glass_opens_for_three_hours_and_tells_the_keeper() -> None:
    keeper, other = scene.coordinator("keeper"), scene.coordinator("other")
    group = scene.request(keeper).group
    opening.restrict(by=keeper, group=group, keeper=keeper, reason="Threatened")
    with pytest.raises(NotPossibleError, match="empty"):
        opening.break_glass(by=other, group=group, reason=" ")
    made = opening.break_glass(by=other, group=group, reason="She stands at the door tonight")
    assert sees(other, group) == [True] * 3
    assert made.until - made.at == timedelta(hours=3)
    assert Notice.objects.get().user == keeper
    assert about("group", group.number)[0].emergency
    with pytest.raises(PermissionDenied):
        opening.review(by=other, opening=made, justified=True)
    opening.review(by=keeper, opening=made, justified=True)
    BreakGlass.objects.update(until=made.at)
    assert sees(other, group) == [False] * 3
