"""Who hands over the counts of which part; what is heavy is loaded when a statement is made."""

from importlib import import_module

from schakel.insight.analysis.models import Snapshot
from schakel.insight.delivery.accountability.choices import Quarter
from schakel.insight.delivery.accountability.parts import Counted, Provider, register

_HERE = "schakel.insight.delivery.accountability"


def _later(module: str, name: str) -> Provider:
    def provider(quarter: Quarter, snapshot: Snapshot) -> Counted | None:
        found: Counted | None = getattr(import_module(f"{_HERE}.{module}"), name)(quarter, snapshot)
        return found

    return provider


for _module, _parts in (
    ("sheltered", ("placements", "waiting")),
    ("network", ("coverage", "signals", "actions", "advice")),
):
    for _part in _parts:
        register(_part, _later(_module, _part))
