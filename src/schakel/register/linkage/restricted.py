"""Likenesses with restricted reports: whom to ask, and nothing else; no reason, no fact, no number."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import User
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.methods.linkage.linking import REVIEW
from schakel.register.intake.keepers import keepers_of, restrictions_closing
from schakel.register.intake.models import Report
from schakel.register.linkage.asked import KeeperQuestion
from schakel.register.linkage.models import Proposal
from schakel.register.persons.actions import NotPossibleError


@dataclass(frozen=True)
class Hint:
    """There is a restricted record that may be the same: who keeps it, and beside which report it came up.

    `askable`: the keeper may see that report; else both are restricted, and only a talk helps.
    """

    keeper: User
    beside: Report
    other: Report
    proposal: Proposal
    askable: bool
    asked: bool


def hints(own: Collection[int], user: Actor) -> list[Hint]:
    """One for each keeper of restricted reports that may be the same as one of these."""
    closing = restrictions_closing(user).select_related("keeper").defer("note")
    keepers = {row.report_id: row.keeper for row in closing}
    if not keepers:
        return []
    rows = Proposal.objects.open().filter(score__gte=REVIEW).about(own).about(keepers)
    asked = KeeperQuestion.objects.open().filter(asked_by=getattr(user, "pk", None))
    waiting = set(asked.values_list("keeper", "beside"))
    kept = keepers_of(own)
    found: dict[int, Hint] = {}
    for row in rows.select_related("low", "high"):
        for mine, other in ((row.low, row.high), (row.high, row.low)):
            if mine.pk not in own or mine.pk in keepers or other.pk not in keepers:
                continue
            keeper = keepers[other.pk]
            hint = Hint(
                keeper, mine, other, row, mine.pk not in kept, (keeper.pk, mine.pk) in waiting
            )
            found.setdefault(keeper.pk, hint)
    return list(found.values())


def answers(own: Collection[int], user: Actor) -> list[KeeperQuestion]:
    """What keepers answered `user` about these reports, the newest first."""
    rows = KeeperQuestion.objects.filter(asked_by=getattr(user, "pk", None), beside__in=own)
    return list(rows.exclude(answered_at=None).select_related("keeper", "beside"))


def note(user: Actor, reports: Iterable[Report], what: str = "hint") -> None:
    """Log that somebody was told of these restricted reports, so that their own log says who came near."""
    lines = [
        Line(
            event=Event.VIEW,
            object_type="report",
            object_id=each.number,
            data=("restriction", what),
        )
        for each in reports
    ]
    if lines:
        record_many(by=user, lines=lines)


def apart(reports: Collection[int], user: Actor) -> tuple[set[int], list[User]]:
    """Of reports that look like one being typed: those closed to `user`, and who keeps them; logged."""
    rows = restrictions_closing(user).filter(report__in=reports)
    found = list(rows.select_related("keeper", "report").defer("note"))
    note(user, [row.report for row in found])
    keepers = {row.keeper_id: row.keeper for row in found}
    return {row.report_id for row in found}, list(keepers.values())


def ask_keeper(*, by: User, report: Report, keeper: str) -> User:
    """Ask whoever keeps a restricted report that may be the same as `report`; asked twice is once.

    `keeper`: the number of a user. Raises PermissionDenied, and NotPossibleError "nothing_to_ask".
    """
    require(by, "change", "linkage.Proposal")
    require(by, "see", report)
    with transaction.atomic():
        found = [one for one in hints([report.pk], by) if one.keeper.number == keeper]
        if not found or not found[0].askable:
            raise NotPossibleError("nothing_to_ask")
        hint = found[0]
        KeeperQuestion.objects.get_or_create(
            proposal=hint.proposal,
            asked_by=by,
            answered_at=None,
            defaults={"beside": report, "keeper": hint.keeper},
        )
        note(by, [hint.other], "asked")
    return hint.keeper


def answer_questions(*, by: Actor, pairs: Iterable[Proposal], verdict: str) -> None:
    """A verdict on a pair answers whoever asked; call in the transaction that writes the verdict."""
    rows = KeeperQuestion.objects.filter(proposal__in=list(pairs), answered_at=None)
    rows.update(answer=verdict, answered_by=by.actor_id, answered_at=timezone.now())


def asked_of(user: User) -> list[KeeperQuestion]:
    """Open questions that `user` can answer, the oldest first."""
    rows = KeeperQuestion.objects.visible_to(user).open().filter(keeper=user)
    return list(rows.select_related("proposal__low", "proposal__high", "asked_by").order_by("pk"))


def asked_by(user: User, most: int = 20) -> list[KeeperQuestion]:
    """What `user` asked, the newest first, with the answers."""
    return list(
        KeeperQuestion.objects.filter(asked_by=user).select_related("beside", "keeper")[:most]
    )
