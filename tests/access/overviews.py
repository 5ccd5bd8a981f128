"""The annual overview: editors and analysts make it, a disclosure officer looks along, everybody reads it."""

from typing import Any

from schakel.foundation.accounts.choices import Role
from tests.access.lines import ANALYST, INCOMPLETE, OFFICER, Given, Row, form, public
from tests.access.world import World

_MAKERS = ANALYST | {Role.EDITOR}


def _edition(**more: str) -> Given:
    return lambda world: {"pk": world.edition.pk, **more}


def _public(**more: str) -> Given:
    def given(world: World) -> dict[str, Any]:
        version = {"version": world.overview.figures_version} if more else {}
        return {"year": world.overview.year, **version, **{k: v for k, v in more.items() if v}}

    return given


OVERVIEWS = (
    Row("delivery:editions", _MAKERS | OFFICER),
    Row("delivery:edition", _MAKERS | OFFICER, _edition()),
    Row("delivery:texts", _MAKERS, _edition(language="nl")),
    Row("delivery:pdf", _MAKERS | OFFICER, _edition(language="nl")),
    Row("delivery:chart", _MAKERS | OFFICER, _edition(language="nl", code="form-chart")),
    form("delivery:proceed", _MAKERS, _edition()),
    form("delivery:offer", _MAKERS, _edition()),
    form("delivery:sign", OFFICER | {Role.EDITOR}, _edition(), opened=INCOMPLETE),
    Row("delivery:correct", _MAKERS, _edition()),
    public("figures:edition", given=_public()),
    public("figures:edition-pdf", given=_public(pdf="")),
    public("figures:edition-chart", given=_public(code="c")),
)
