"""Who hands over the counts of which part; what is heavy is loaded when a statement is made."""

from importlib import import_module

from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.accountability.choices import Quarter
from schakel.insight.delivery.accountability.parts import Counted, Provider, register

_SHELTERED = "schakel.insight.delivery.accountability.sheltered"


def _later(name: str) -> Provider:
    def provider(quarter: Quarter, snapshot: Snapshot) -> Counted | None:
        found: Counted | None = getattr(import_module(_SHELTERED), name)(quarter, snapshot)
        return found

    return provider


for _part in ("placements", "waiting"):
    register(_part, _later(_part))
