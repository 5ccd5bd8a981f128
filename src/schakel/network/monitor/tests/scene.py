"""What tests of the monitor have in common: people of a role, and states written down."""

from datetime import date
from itertools import count

from django.utils import timezone

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.network.monitor.actions import Entry, Known, write_down
from schakel.network.monitor.choices import BatchKind
from schakel.network.monitor.models import Batch, Office

BY = SystemActor("tests")
PLACE = "GM0153"
_serial = count()


def somebody(role: Role = Role.EDITOR, organisation: Organisation | None = None) -> User:
    """A user of this role."""
    number = next(_serial)
    user = User.objects.create_user(f"{role}-{number}@example.org", name=str(role))
    organisation = organisation or Organisation.objects.create(name=f"Party {number}")
    Mandate.objects.create(user=user, organisation=organisation, role=role)
    return user


def adviser(*places: str) -> User:
    """An adviser of these municipalities."""
    user = somebody(Role.MUNICIPAL_ADVISER)
    for place in places:
        Office.objects.create(organisation=user.organisation, municipality_id=place)
    return user


def write(place: str, item: str, state: str, on: date | None = None) -> Batch:
    """Write one state down."""
    return write_down(
        by=BY,
        kind=BatchKind.ONE,
        token=f"test-{next(_serial)}",
        entries=[Entry(place, item, state)],
        known=Known(on=on or timezone.localdate()),
    )
