"""Who opens the pages of restricted reports and of second looks; part of the table in `matrix`."""

from typing import Any

from tests.access.lines import ADMINISTRATOR, REGISTRAR, Row, form, numbered
from tests.access.world import World


def _own(world: World) -> dict[str, Any]:
    return {"pk": world.restriction.pk}


def _colleagues(world: World) -> dict[str, Any]:
    return {"pk": world.restriction_of_colleague.pk}


def _report(world: World) -> dict[str, Any]:
    return {"number": world.restriction_of_colleague.report.number}


RESTRICTIONS = (
    Row("persons:restrict", REGISTRAR, numbered("report_waiting")),
    Row("persons:restrictions", REGISTRAR | ADMINISTRATOR),
    Row("persons:restriction", REGISTRAR | ADMINISTRATOR, _own),
    Row(
        "persons:restriction",
        ADMINISTRATOR,
        _colleagues,
        but={REGISTRAR: 404},
        what="of a colleague",
    ),
    Row("linkage:asked", REGISTRAR),
    form("linkage:ask-keeper", REGISTRAR, numbered("report_waiting")),
    Row("linkage:second-looks", REGISTRAR),
    form("linkage:second-look-settled", REGISTRAR, lambda world: {"pk": world.second_look.pk}),
    Row("persons:report", given=_report, but={REGISTRAR: 404}, what="restricted"),
)
