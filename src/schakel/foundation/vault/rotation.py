"""Encrypt everything anew with the key that writes.

Resumable by construction: a token that still names another key is one to do, so a run that was killed is
simply run again. Tokens are swapped one for one (only if the value is still the one that was read), so that
people can go on working.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from schakel.foundation.vault.canary import retire
from schakel.foundation.vault.holdings import Found, Holding
from schakel.foundation.vault.keys import VaultError, key_ring
from schakel.foundation.vault.models import VaultCanary
from schakel.foundation.vault.tokens import key_of, seal, unseal

BATCH = 500


@dataclass(frozen=True)
class Failure:
    """A value that could not be read, and stays as it is."""

    place: str
    pk: Any
    reason: str


@dataclass
class Outcome:
    """What a run did."""

    done: int = 0
    failures: list[Failure] = field(default_factory=list)


def keys_in_use(holdings: Iterable[Holding]) -> dict[str, int]:
    """How many values each key has written, by key identifier."""
    found: dict[str, int] = {}
    for holding in holdings:
        for token in holding.tokens():
            found[key_of(token)] = found.get(key_of(token), 0) + 1
    return found


def rotate(
    holdings: Iterable[Holding], progress: Callable[[int], None] = lambda done: None
) -> Outcome:
    """Encrypt anew what another key wrote; `progress` is told the number of values after each batch.

    A value that cannot be read is reported and left; afterwards, keys that nothing needs any more are
    retired, so that the operator may take them from the ring.
    """
    holdings, outcome = list(holdings), Outcome()
    for holding in holdings:
        for batch in holding.stale(BATCH):
            _rotate_batch(holding, batch, outcome)
            progress(outcome.done)
    _retire_unused(holdings)
    return outcome


def _rotate_batch(holding: Holding, batch: list[Found], outcome: Outcome) -> None:
    with transaction.atomic():
        for pk, token in batch:
            try:
                renewed = seal(unseal(token, holding.bound_to), holding.bound_to)
            except VaultError as error:
                outcome.failures.append(Failure(holding.place, pk, str(error)))
                continue
            outcome.done += holding.swap(pk, token, renewed)


def _retire_unused(holdings: list[Holding]) -> None:
    if any(batch for holding in holdings for batch in holding.stale(1)):
        return
    ring = key_ring()
    retire(
        set(VaultCanary.objects.values_list("key_id", flat=True)) & set(ring.keys) - {ring.active}
    )
