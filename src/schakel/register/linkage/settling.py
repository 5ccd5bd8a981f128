"""Proposals follow what the register holds: settled where both reports are one person's, open where not."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from schakel.register.linkage.choices import Settled
from schakel.register.linkage.proposals import Proposal
from schakel.register.persons.models import Membership

# Settled by both being one person, so no longer settled when they are not.
_TOGETHER = (Settled.SAME, Settled.TOGETHER)


def settle(reports: Iterable[int], how: Settled) -> int:
    """Proposals about these reports wait for nobody any more."""
    rows = Proposal.objects.open().about(list(reports))
    return rows.update(settled_at=timezone.now(), settled_how=how)


def follow(reports: Collection[int]) -> None:
    """Memberships of these reports changed: settle what came together, and ask again what was parted."""
    rows = Proposal.objects.about(reports).annotate(one=_person("low"), other=_person("high"))
    together = Q(one=F("other"))
    _update(rows.open().filter(together), settled_at=timezone.now(), settled_how=Settled.TOGETHER)
    parted = rows.filter(settled_how__in=_TOGETHER).exclude(together)
    _update(parted, settled_at=None, settled_how="")


def _person(side: str) -> Subquery:
    members = Membership.objects.open().filter(report=OuterRef(side))
    return Subquery(members.values("person")[:1])


def _update(rows: Any, **values: Any) -> None:
    keys = list(rows.values_list("pk", flat=True))
    if keys:
        Proposal.objects.filter(pk__in=keys).update(**values)
