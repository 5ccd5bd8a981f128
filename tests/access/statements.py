"""The quarterly accountability: analysts prepare, disclosure officers sign, the ministry reads."""

from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.insight.delivery.accountability.choices import State
from schakel.insight.delivery.accountability.models import Statement, StatementPart
from tests.access.lines import ANALYST, INCOMPLETE, OFFICER, Given, Row, form
from tests.access.world import World

_HOUSE = ANALYST | OFFICER
_MINISTRY = frozenset({Role.MINISTRY})
_CONTENT = {
    **dict.fromkeys(("title", "lead", "contents"), "T"),
    "lang": "nl",
    "sections": [],
    "annex": {"heading": "A", "parts": []},
}


def _statement(number: str, state: State, **more: str) -> Given:
    def given(world: World) -> dict[str, str]:
        published = state == State.PUBLISHED
        row, made = Statement.objects.get_or_create(
            number=number,
            defaults={
                "snapshot": world.snapshot,
                "state": state,
                "made_at": timezone.now(),
                "made_by": "U-MAKER",
                "signed_by": "U-SIGNER" if published else "",
                "published_at": timezone.now() if published else None,
            },
        )
        if made and published:
            StatementPart.objects.create(
                statement=row, language="nl", content=_CONTENT, pdf=b"%PDF-", digest="0" * 64
            )
        return {"number": row.number, **more}

    return given


_PUBLISHED, _DRAFT = ("2024-Q1", State.PUBLISHED), ("2024-Q2", State.DRAFT)
STATEMENTS = (
    Row("accountability:statements", _HOUSE | _MINISTRY),
    form("accountability:statements", ANALYST, opened=INCOMPLETE, what="make"),
    Row("accountability:statement", _HOUSE | _MINISTRY, _statement(*_PUBLISHED)),
    Row(
        "accountability:statement",
        _HOUSE,
        _statement(*_DRAFT),
        but={_MINISTRY: 404},
        what="not published",
    ),
    Row("accountability:pdf", _HOUSE | _MINISTRY, _statement(*_PUBLISHED, language="nl")),
    form(
        "accountability:prepare",
        ANALYST,
        _statement(*_DRAFT),
        opened=302,
        data=lambda _world: {"what": "offer"},
    ),
    form(
        "accountability:prepare",
        ANALYST,
        _statement(*_PUBLISHED),
        opened=INCOMPLETE,
        data=lambda _world: {"what": "correct"},
        what="correct",
    ),
    form("accountability:withdraw", OFFICER, _statement(*_PUBLISHED), opened=INCOMPLETE),
    form("accountability:sign", OFFICER, _statement(*_DRAFT), opened=INCOMPLETE),
)
