"""Who opens the directory and what keeps it; part of the table in `matrix`."""

from functools import cache
from typing import Any

from schakel.network.directory.models import Listing
from schakel.network.directory.tests import scene
from tests.access.lines import public
from tests.access.world import World


@cache
def _listing(_world: World) -> Listing:
    return scene.add(name="Steunpunt Voorbeeld", hours="MO-FR 09:00-17:00")


def _uid(world: World) -> dict[str, Any]:
    return {"uid": _listing(world).uid}


DIRECTORY = (
    public("directory:index"),
    public("directory:open-referral"),
    public("directory:services"),
    public("directory:service", given=_uid),
)
