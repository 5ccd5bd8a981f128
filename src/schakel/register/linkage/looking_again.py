"""The blind second look at a verdict: given by a colleague, settled by both, and what it says of them."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import record
from schakel.foundation.audit.choices import Event
from schakel.methods.linkage import clerical
from schakel.register.linkage.choices import Verdict
from schakel.register.linkage.judging import take_back
from schakel.register.linkage.models import Judgement, SecondLook
from schakel.register.persons.actions import NotPossibleError

# Below this the registrars talk about the pairs on which they differ (Landis and Koch: "almost perfect").
ENOUGH_KAPPA = 0.85


def look_again(*, by: Actor, look: SecondLook, verdict: str) -> bool:
    """A colleague's verdict; False where it contradicts the first.

    Then "not the same" is asked again, so that the pair stands in the queue for both; what was joined stays
    joined until they looked together, since others may have built on it. Raises PermissionDenied, ValueError
    (no such verdict) and NotPossibleError "settled" (given already, or the first verdict was one's own).
    """
    require(by, "change", look)
    verdict = Verdict(verdict)
    with transaction.atomic():
        rows = SecondLook.objects.select_for_update(of=("self",)).select_related("first__proposal")
        row = rows.to_give(by.actor_id).filter(pk=look.pk).first()
        if row is None:
            raise NotPossibleError("settled")
        row.second = Judgement.objects.create(
            proposal=row.first.proposal, by=by.actor_id, verdict=verdict, blind=True
        )
        row.save(update_fields=["second"])
        record(
            by=by,
            event=Event.LINK,
            object_type="second-look",
            object_id=str(row.pk),
            data=("judgement", "blind"),
        )
        differs = SecondLook.objects.differing().filter(pk=row.pk).exists()
        if differs and row.first.verdict == Verdict.NOT_SAME:
            _ask_again(by, row)
    return not differs


def _ask_again(by: Actor, row: SecondLook) -> None:
    """The pair is open again, unless somebody changed it meanwhile or later decisions rest on it."""
    try:
        with transaction.atomic():
            reason = _("A second look found otherwise.")
            take_back(by=by, proposal=row.first.proposal, reason=reason)
    except NotPossibleError:
        return


def settle(*, by: Actor, look: SecondLook) -> None:
    """Both looked, and what had to change was changed. Raises PermissionDenied and NotPossibleError."""
    require(by, "change", look)
    with transaction.atomic():
        rows = SecondLook.objects.differing().of(by.actor_id).filter(pk=look.pk)
        if not rows.exists():
            raise NotPossibleError("settled")
        fresh = SecondLook.objects.filter(pk=look.pk)
        fresh.update(settled_at=timezone.now(), settled_by=by.actor_id)
        record(
            by=by,
            event=Event.LINK,
            object_type="second-look",
            object_id=str(look.pk),
            data=("settled",),
        )


@dataclass(frozen=True)
class Agreement:
    """How far two registrars agree who did not know of each other; counts are of verdicts."""

    drawn: int
    given: int
    differing: int
    unsettled: int
    kappa: float | None


def agreement() -> Agreement:
    """Over all second looks."""
    pairs = list(
        SecondLook.objects.exclude(second=None).values_list("first__verdict", "second__verdict")
    )
    either = {Verdict.SAME, Verdict.NOT_SAME}
    return Agreement(
        drawn=SecondLook.objects.count(),
        given=len(pairs),
        differing=sum(one != other and {one, other} <= either for one, other in pairs),
        unsettled=SecondLook.objects.differing().count(),
        kappa=clerical.kappa(pairs),
    )
