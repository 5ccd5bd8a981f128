"""Likenesses with restricted reports: whom to ask, and nothing else; no reason, no fact, no number."""

from collections.abc import Collection
from dataclasses import dataclass

from schakel.foundation.access.actors import Actor
from schakel.foundation.accounts.models import User
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.methods.linkage.linking import REVIEW
from schakel.register.intake.keepers import restrictions_closing
from schakel.register.intake.models import Report
from schakel.register.linkage.models import Proposal


@dataclass(frozen=True)
class Hint:
    """There is a restricted record that may be the same: who keeps it, and beside which report it came up."""

    keeper: User
    beside: Report
    proposal: Proposal


def hints(own: Collection[int], user: Actor) -> list[Hint]:
    """One for each keeper of restricted reports that may be the same as one of these; each look is logged."""
    keepers = {row.report_id: row for row in restrictions_closing(user).select_related("keeper")}
    if not keepers:
        return []
    rows = Proposal.objects.open().filter(score__gte=REVIEW).about(own).about(keepers)
    found: dict[int, Hint] = {}
    looked_at: dict[int, Report] = {}
    for row in rows.select_related("low", "high"):
        for mine, other in ((row.low, row.high), (row.high, row.low)):
            if mine.pk in own and mine.pk not in keepers and other.pk in keepers:
                keeper = keepers[other.pk].keeper
                found.setdefault(keeper.pk, Hint(keeper, mine, row))
                looked_at[other.pk] = other
    note(user, looked_at.values())
    return list(found.values())


def note(user: Actor, reports: Collection[Report]) -> None:
    """Log that somebody was told of these restricted reports, so that their own log says who came near."""
    record_many(
        by=user,
        lines=[
            Line(
                event=Event.VIEW,
                object_type="report",
                object_id=each.number,
                data=("restriction", "hint"),
            )
            for each in reports
        ],
    )


def apart(reports: Collection[int], user: Actor) -> tuple[set[int], list[User]]:
    """Of reports that look like one being typed: those closed to `user`, and who keeps them; logged."""
    rows = restrictions_closing(user).filter(report__in=reports)
    found = list(rows.select_related("keeper", "report").defer("note"))
    note(user, [row.report for row in found])
    keepers = {row.keeper_id: row.keeper for row in found}
    return {row.report_id for row in found}, list(keepers.values())
