"""One of each thing of first shelter that an address can name."""

from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from schakel.care.placement import deciding, offering, opening, placing
from schakel.care.placement.models import (
    BreakGlass,
    Decision,
    Offer,
    Placement,
    Request,
    Site,
    Unit,
)
from schakel.care.placement.tests import scene
from schakel.foundation.accounts.models import User


class Housing:
    """Things are made when a row of the table first asks for them."""

    def __init__(self, coordinator: User) -> None:
        self.coordinator = coordinator

    @cached_property
    def site(self) -> Site:
        return scene.site(scene.organisation("Haven"))

    @cached_property
    def unit(self) -> Unit:
        return scene.unit(self.site)

    @cached_property
    def request(self) -> Request:
        """Asked, and not offered to anybody."""
        return scene.request()

    @cached_property
    def offer(self) -> Offer:
        return offering.offer(by=scene.BY, request=scene.request(), unit=self.unit)

    @cached_property
    def placement(self) -> Placement:
        """Somebody placed, who has not arrived yet."""
        offering.accept(by=scene.BY, offer=self.offer)
        return placing.place(by=scene.BY, offer=self.offer)

    @cached_property
    def decision(self) -> Decision:
        unit = scene.unit(self.site, "Room for a choice")
        request = scene.request()
        deciding.decide(by=scene.BY, request=request, chosen=[unit], deviation="To have one")
        return Decision.objects.get(request=request)

    @cached_property
    def opening(self) -> BreakGlass:
        """The coordinator keeps a group that a colleague opened."""
        group = scene.request().group
        opening.restrict(by=scene.BY, group=group, keeper=self.coordinator, reason="Known")
        colleague, now = scene.coordinator("colleague"), timezone.now()
        return BreakGlass.objects.create(
            group=group, user=colleague, reason="Tonight", at=now, until=now + timedelta(hours=3)
        )

    @cached_property
    def restricted(self) -> Request:
        """Kept from the coordinator by a colleague."""
        request, keeper = scene.request(), scene.coordinator("keeper")
        opening.restrict(by=scene.BY, group=request.group, keeper=keeper, reason="Known")
        return request
