"""What the unit's commands share: who acts, and which epoch is meant."""

from django.core.management.base import CommandError

from schakel.foundation.access.actors import SystemActor
from schakel.linkage_unit.models import Epoch

OPERATOR = SystemActor("linkage-unit")


def epoch_named(name: str) -> Epoch:
    """The epoch, or an error that lists those there are."""
    found = Epoch.objects.filter(name=name).first()
    if found is None:
        names = ", ".join(Epoch.objects.values_list("name", flat=True)) or "none yet"
        raise CommandError(f"There is no epoch {name}. Known: {names}.")
    return found
