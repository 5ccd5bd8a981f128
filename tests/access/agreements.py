"""The addresses where data leave by agreement: officers agree, analysts deliver."""

from django.utils import timezone

from schakel.foundation.accounts.choices import Role
from schakel.insight.delivery.deliveries.actions import Terms, agree
from schakel.insight.delivery.deliveries.models import Agreement, Delivery
from tests.access.lines import ANALYST, INCOMPLETE, OFFICER, Row, form
from tests.access.world import World

_BOTH = ANALYST | OFFICER


def _agreed(world: World) -> Agreement:
    terms = Terms(
        *("RAPPORTEUR", "Office", "Monitor", "Article 19", ("sex",), 2023, 2024),
        until=timezone.localdate(),
    )
    officer = world.users[Role.DISCLOSURE_OFFICER]
    return Agreement.objects.first() or agree(by=officer, terms=terms)


def _agreement(world: World) -> dict[str, str]:
    return {"number": _agreed(world).number}


def _delivery(world: World) -> dict[str, str]:
    made = Delivery.objects.first() or Delivery.objects.create(
        number="L-0000-0000",
        agreement=_agreed(world),
        snapshot=world.snapshot,
        made_at=timezone.now(),
        made_by="U-OTHER",
        rows=1,
        alone=1,
    )
    return {"number": made.number}


def _set(_world: World) -> dict[str, str]:
    return {"slug": "article-19a"}


AGREEMENTS = (
    Row("deliveries:index", _BOTH),
    Row("deliveries:new", OFFICER),
    Row("deliveries:agreement", _BOTH, _agreement),
    form("deliveries:agreement", ANALYST, _agreement, opened=INCOMPLETE, what="deliver"),
    form("deliveries:end", OFFICER, _agreement),
    form("deliveries:key", OFFICER, _agreement, opened=INCOMPLETE),
    Row("deliveries:delivery", _BOTH, _delivery),
    Row("deliveries:set", _BOTH, _set),
    Row("deliveries:set-csv", _BOTH, _set),
)
