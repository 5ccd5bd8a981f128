"""What is left of the privacy budget, what waits, and what a cost means in numbers."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may
from schakel.insight.synthesis.choices import LIFETIME, MOST_COLUMNS, State
from schakel.insight.synthesis.models import Spending, SyntheticFile
from schakel.knowledge.figures.models import PublishedSynthetic
from schakel.knowledge.figures.synthetic import sets
from schakel.methods.synthesis.accounting import Budget, scale_of


@dataclass(frozen=True)
class Ledger:
    """What the register has lost and may still lose, in thousandths of epsilon."""

    spent: int

    @property
    def left(self) -> int:
        return LIFETIME - self.spent

    @property
    def told(self) -> dict[str, Decimal]:
        return {
            "spent": Decimal(self.spent) / 1000,
            "left": Decimal(self.left) / 1000,
            "limit": Decimal(LIFETIME) / 1000,
        }


def ledger() -> Ledger:
    """The ledger as it is now."""
    return Ledger(Spending.objects.aggregate(sum=Sum("thousandths"))["sum"] or 0)


@dataclass(frozen=True)
class Cost:
    """What an epsilon means with eight columns: by how much numbers move."""

    epsilon: Decimal
    values: int
    pairs: int


def costs() -> list[Cost]:
    """For a few epsilons, the usual noise on the count of a value and on a cell of a table of two columns."""
    pairs = MOST_COLUMNS * (MOST_COLUMNS - 1) // 2
    found = []
    for epsilon in (Decimal("0.5"), Decimal(1), Decimal(2), Decimal(4)):
        budget = Budget(float(epsilon))
        found.append(
            Cost(
                epsilon,
                round(scale_of(budget.rho_values, MOST_COLUMNS)),
                round(scale_of(budget.rho_pairs, pairs)),
            )
        )
    return found


def published(file: SyntheticFile) -> PublishedSynthetic | None:
    """The file as anybody may take it, or could before it was withdrawn; None where it never was."""
    return sets().filter(number=file.number).first()


def waiting(user: Actor) -> list[dict[str, Any]]:
    """What waits for a disclosure officer: dicts with label, count, unit, url_name and url."""
    if not may(user, "answer", "synthesis.SyntheticFile"):
        return []
    rows = SyntheticFile.objects.visible_to(user, "answer").filter(state=State.ASKED)
    return [
        {
            "label": _("Synthetic records to sign or refuse"),
            "count": rows.count(),
            "unit": _("files"),
            "url_name": "synthesis:files",
            "url": reverse("synthesis:files"),
        }
    ]
