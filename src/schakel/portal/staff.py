"""The desk: what waits for the centre's own people, with counts that say what they count."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render

from schakel.care.placement.waiting import waiting as waiting_for_a_place
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import User
from schakel.foundation.accounts.requests import SignedInRequest
from schakel.insight.disclosure import queries as disclosure
from schakel.insight.estimation import queries as estimation
from schakel.insight.synthesis import queries as synthesis
from schakel.knowledge.figures.queries import published
from schakel.network.meetings.queries import waiting as waiting_for_secretary
from schakel.network.monitor.queries import waiting as waiting_in_monitor
from schakel.portal.partner import CARDS
from schakel.register.linkage.waiting import waiting as waiting_for_second
from schakel.register.persons.waiting import waiting as waiting_for_registrar

WAITING: tuple[tuple[str, Callable[[User], list[dict[str, Any]]]], ...] = (
    (Role.REGISTRAR, waiting_for_registrar),
    (Role.REGISTRAR, waiting_for_second),
    (Role.PLACEMENT_COORDINATOR, waiting_for_a_place),
    (Role.SECRETARY, waiting_for_secretary),
    (Role.DISCLOSURE_OFFICER, disclosure.waiting),
    (Role.DISCLOSURE_OFFICER, synthesis.waiting),
    (Role.DISCLOSURE_OFFICER, estimation.waiting),
    (Role.EDITOR, waiting_in_monitor),
)


def desk(request: SignedInRequest) -> HttpResponse:
    """What waits for this person's roles."""
    user = request.user
    if not user.works_at_centre:
        raise PermissionDenied("the desk is for the centre's own people")
    waiting = [item for role, ask in WAITING if role in user.roles for item in ask(user)]
    cards = [card for card in CARDS if card.roles & user.roles]
    context = {"waiting": waiting, "cards": cards, "tables": published()[:2]}
    return render(request, "portal/desk.html", context)
