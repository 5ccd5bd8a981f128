"""Who opens the municipal monitor; part of the table in `matrix`."""

from datetime import date
from functools import cache
from typing import Any

from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.network.monitor.actions import Entry, Known, keep_sheet
from schakel.network.monitor.models import Office
from schakel.network.monitor.surveys import ask
from schakel.network.monitor.tests.scene import BY
from tests.access.lines import Row
from tests.access.world import World

_KEEPERS = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
_READERS = _KEEPERS | {
    Role.ANALYST,
    Role.REGISTRAR,
    Role.PLACEMENT_COORDINATOR,
    Role.MUNICIPAL_ADVISER,
    Role.CARE_COORDINATOR,
    Role.MINISTRY,
}
_ADVISER = frozenset({Role.MUNICIPAL_ADVISER})


def _place(_world: World) -> dict[str, Any]:
    return {"code": "GM0153"}


def _item(world: World) -> dict[str, Any]:
    return {**_place(world), "item": "policy_document"}


@cache
def _sheet(_world: World) -> dict[str, Any]:
    batch = keep_sheet(
        by=BY,
        token="sheet",
        entries=[Entry("GM0153", "policy_document", "PRESENT", "UNKNOWN")],
        known=Known(date(2024, 1, 1)),
    )
    return {"pk": batch.pk}


@cache
def _survey(world: World) -> dict[str, Any]:
    Office.objects.create(organisation=world.partner, municipality_id="GM0153")
    return {
        "number": ask(by=BY, municipality="GM0153", due_on=timezone.localdate()).number,
    }


@cache
def _survey_elsewhere(world: World) -> dict[str, Any]:
    Office.objects.create(organisation=world.elsewhere, municipality_id="GM0363")
    return {
        "number": ask(by=BY, municipality="GM0363", due_on=timezone.localdate()).number,
    }


def _paper(world: World) -> dict[str, Any]:
    return {**_place(world), "form": "odt"}


MONITOR = (
    Row("monitor:index", _READERS),
    Row("monitor:grid", _READERS),
    Row("monitor:own", _ADVISER),
    Row("monitor:entry", _KEEPERS),
    Row("monitor:template", _KEEPERS),
    Row("monitor:sheet", _KEEPERS),
    Row("monitor:sheet-check", _KEEPERS, _sheet),
    Row("monitor:mergers", _KEEPERS),
    Row("monitor:outreach", _KEEPERS),
    Row("monitor:survey", _KEEPERS | _ADVISER, _survey, others=404),
    Row("monitor:survey", _KEEPERS, _survey_elsewhere, others=404, what="of others"),
    Row("monitor:municipality", _READERS, _place),
    Row("monitor:paper", _READERS, _paper),
    Row("monitor:item", _KEEPERS, _item),
)
