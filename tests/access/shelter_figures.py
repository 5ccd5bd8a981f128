"""The lines of the figures of first shelter."""

from typing import Any

from django.utils import timezone

from schakel.care.placement.tests import scene
from schakel.foundation.accounts.choices import Role
from tests.access.lines import ANALYST, Row
from tests.access.world import World


def _year(_world: World) -> dict[str, Any]:
    """A year in which shelter was asked."""
    scene.request()
    return {"year": timezone.localdate().year}


_COUNTING = ANALYST | {Role.PLACEMENT_COORDINATOR}
SHELTER_FIGURES = (
    Row("shelter-figures:newest", _COUNTING),
    Row("shelter-figures:year", _COUNTING, _year),
    Row("shelter-figures:csv", _COUNTING, _year),
)
