"""A registrar says of two reports: same person, not the same, or unsure; nothing is ever overwritten.

The verdict is on both sides as they are now held to be: where several reports of one person resemble several
of another, all those pairs are settled together. One person's word on a pair stands until it is taken back.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.actions import Line, record_many
from schakel.foundation.audit.choices import Event
from schakel.register.linkage.apart import hold_together, let_go, put_apart
from schakel.register.linkage.choices import Settled, Verdict
from schakel.register.linkage.crossing import decisions_behind
from schakel.register.linkage.drawing import draw
from schakel.register.linkage.joining import in_order
from schakel.register.linkage.models import Judgement, Proposal
from schakel.register.linkage.noting import not_the_same
from schakel.register.linkage.pairs import Pair, Side
from schakel.register.linkage.refusing import refuse_restricted
from schakel.register.linkage.restricted import answer_questions
from schakel.register.linkage.settling import follow
from schakel.register.linkage.undoing import undo
from schakel.register.linkage.uniting import unite
from schakel.register.persons import registering
from schakel.register.persons.actions import NotPossibleError
from schakel.register.persons.models import Membership, Person

# Whoever overrules a score beyond these says why.
SURE_SAME, SURE_OTHER = 0.98, 0.02


class ReasonNeededError(Exception):
    """The verdict goes against a score that leaves little doubt, and gives no reason."""


def needs_reason(score: float, verdict: str) -> bool:
    """Does this verdict overrule a score that leaves little doubt?"""
    if verdict == Verdict.NOT_SAME:
        return score > SURE_SAME
    return verdict == Verdict.SAME and score < SURE_OTHER


def judge(
    *, by: Actor, proposal: Proposal, verdict: str, reason: str = "", blind: bool = False
) -> bool:
    """Write the verdict down and carry it out; False where a second registrar has to agree first.

    SAME: both become one person (a report that waits is registered). NOT_SAME: remembered, and not offered
    again unless a correction says something else. UNSURE: stays in the queue. Raises PermissionDenied,
    ValueError (no such verdict), ReasonNeededError, NotPossibleError "settled" (somebody was first) and what
    registering and joining raise.
    """
    require(by, "change", proposal)
    verdict, reason = Verdict(verdict), reason.strip()
    with transaction.atomic():
        registering.one_at_a_time()
        if verdict != Verdict.UNSURE:
            refuse_restricted(by, *people_of(proposal))
        pairs = _between(proposal)
        if proposal.pk not in {row.pk for row in pairs}:
            raise NotPossibleError("settled")
        if needs_reason(max(row.score for row in pairs), verdict) and not reason:
            raise ReasonNeededError
        given = [
            Judgement.objects.create(
                proposal=row, by=by.actor_id, verdict=verdict, reason=reason, blind=blind
            )
            for row in pairs
        ]
        draw(by=by, proposal=proposal, judgements=given)
        answer_questions(by=by, pairs=pairs, verdict=verdict)
        done = _carry_out(by, proposal, pairs, verdict, reason)
        _log(by, pairs, verdict.lower())
    return done


def _carry_out(
    by: Actor, proposal: Proposal, pairs: Sequence[Proposal], verdict: Verdict, reason: str
) -> bool:
    if verdict == Verdict.NOT_SAME:
        constraints = [put_apart(by, row.low_id, row.high_id) for row in pairs]
        _settle(pairs, Settled.NOT_SAME)
        people = people_of(proposal)
        if len(people) == 2:
            pair = Pair(*map(Side.of, in_order(*people)))
            not_the_same(by, pair, reason, proposal=proposal, constraints=constraints)
    elif verdict == Verdict.SAME:
        if not unite(by, proposal, reason):
            return False
        hold_together(by, proposal.low_id, proposal.high_id)
        _settle(pairs, Settled.SAME)
        follow([proposal.low_id, proposal.high_id])
    return True


def take_back(*, by: Actor, proposal: Proposal, reason: str = "") -> None:
    """Somebody was wrong to say "not the same": the pair, and those settled with it, are asked again.

    Raises PermissionDenied, and NotPossibleError "settled" where the pair was not put apart.
    """
    require(by, "change", proposal)
    with transaction.atomic():
        registering.one_at_a_time()
        refuse_restricted(by, *people_of(proposal))
        pairs = _between(proposal, settled=Settled.NOT_SAME)
        if proposal.pk not in {row.pk for row in pairs}:
            raise NotPossibleError("settled")
        for decision in decisions_behind([(row.low_id, row.high_id) for row in pairs]):
            undo(by=by, decision=decision, reason=reason.strip() or _("Asked again."))
        for row in pairs:
            let_go(row.low_id, row.high_id)
        Judgement.objects.bulk_create(
            Judgement(proposal=row, by=by.actor_id, verdict=Verdict.UNSURE, reason=reason.strip())
            for row in pairs
        )
        rows = Proposal.objects.filter(pk__in=[row.pk for row in pairs])
        rows.update(settled_at=None, settled_how="")
        _log(by, pairs, "taken_back")


def people_of(proposal: Proposal) -> list[Person]:
    """The persons that both reports are now held to be about; a report that waits has none."""
    members = Membership.objects.open().filter(report__in=(proposal.low_id, proposal.high_id))
    rows = members.select_related("person").defer("reason")
    return list({one.person_id: one.person for one in rows}.values())


def _between(proposal: Proposal, settled: str = "") -> list[Proposal]:
    """The proposals between whoever both reports are held to be about: open ones, or settled so."""
    sides = [_side(pk) for pk in (proposal.low_id, proposal.high_id)]
    rows = Proposal.objects.about(sides[0]).filter(settled_how=settled)
    rows = rows.select_for_update(of=("self",))
    one, other = map(set, sides)
    return [
        row
        for row in rows.select_related("low", "high")
        if (row.low_id in one and row.high_id in other)
        or (row.low_id in other and row.high_id in one)
    ]


def _side(report: int) -> list[int]:
    """The reports of the person that a report is held to be about; itself where there is none."""
    mine = Membership.objects.open().filter(report=report).values("person")
    together = Membership.objects.open().filter(person__in=mine)
    return list(together.values_list("report", flat=True)) or [report]


def _settle(pairs: Sequence[Proposal], how: Settled) -> None:
    rows = Proposal.objects.filter(pk__in=[row.pk for row in pairs])
    rows.update(settled_at=timezone.now(), settled_how=how)


def _log(by: Actor, pairs: Sequence[Proposal], what: str) -> None:
    """A line for each of both reports, so that each one's own log tells of it."""
    reports = {report.pk: report for row in pairs for report in (row.low, row.high)}
    members = Membership.objects.open().filter(report__in=reports).select_related("person")
    people = {row.report_id: row.person.number for row in members.defer("reason")}
    record_many(
        by=by,
        lines=[
            Line(
                event=Event.LINK,
                object_type="report",
                object_id=report.number,
                subject=people.get(report.pk, ""),
                data=("judgement", what),
            )
            for report in reports.values()
        ],
    )
