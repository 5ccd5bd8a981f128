"""The addresses of synthetic records: analysts ask, disclosure officers sign."""

from gzip import compress
from typing import Any

from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.insight.synthesis.actions import publish
from schakel.insight.synthesis.models import SyntheticFile
from tests.access.lines import ANALYST, INCOMPLETE, OFFICER, Given, Row, form
from tests.access.world import World


def _file(state: str, **more: Any) -> Given:
    """Synthetic records in this state, which a colleague asked for."""

    def given(world: World) -> dict[str, Any]:
        row = SyntheticFile.objects.create(
            snapshot=world.snapshot,
            first_year=2020,
            last_year=2024,
            columns=["sex", "main_form"],
            thousandths=1_000,
            receiver="University",
            purpose="Research",
            state=state,
            asked_at=timezone.now(),
            asked_by="U-OTHER",
            **more,
        )
        return {"number": row.number}

    return given


_asked = _file("asked")
_made = _file("made", content=compress(b"sex,main_form\r\n"), statement={"rows": 0})
_publishable = _file(
    "made",
    content=compress(b"sex,main_form\r\nFEMALE,LABOUR\r\n"),
    statement={
        "columns": {"sex": ["FEMALE"], "main_form": ["LABOUR"]},
        **dict.fromkeys(("epsilon", "delta", "neighbours", "tree"), ""),
    },
)


def _published(world: World) -> dict[str, Any]:
    """Records of a colleague that anybody may take."""
    found = _publishable(world)
    publish(by=world.users[Role.DISCLOSURE_OFFICER], file=SyntheticFile.objects.get(**found))
    return found


SYNTHETIC_RECORDS = (
    Row("synthesis:files", ANALYST | OFFICER),
    Row("synthesis:new", ANALYST),
    Row("synthesis:file", ANALYST | OFFICER, _made),
    form("synthesis:sign", OFFICER, _asked),
    form("synthesis:refuse", OFFICER, _asked, opened=INCOMPLETE),
    form("synthesis:make", ANALYST | OFFICER, _file("signed")),
    form("synthesis:publish", OFFICER, _publishable),
    form("synthesis:withdraw", OFFICER, _published, opened=INCOMPLETE),
    Row("synthesis:records", ANALYST | OFFICER, _made),
    Row("synthesis:statement", ANALYST | OFFICER, _made),
)
