"""Two persons become one, or a report another person's: at once, or when a second registrar agrees."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from schakel.foundation.access.actors import Actor
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.access.rules import require
from schakel.register.intake.consents import chain_of
from schakel.register.intake.models import Report
from schakel.register.linkage import crossing, effects
from schakel.register.linkage.choices import DecisionKind, DecisionState, Refusal
from schakel.register.linkage.decisions import SEALED, Decision
from schakel.register.linkage.evidence import Evidence
from schakel.register.linkage.pairs import Pair, Side
from schakel.register.linkage.proposals import Proposal
from schakel.register.linkage.refusing import RefusedError, refuse_restricted
from schakel.register.linkage.strength import Strength, strength_of
from schakel.register.persons import registering
from schakel.register.persons.choices import MembershipKind
from schakel.register.persons.models import Membership, Person

BASIS = {
    DecisionKind.JOIN: MembershipKind.JOINED,
    DecisionKind.SPLIT: MembershipKind.SPLIT,
    DecisionKind.MOVE: MembershipKind.MOVED,
    DecisionKind.UNDO: MembershipKind.UNDONE,
}


@dataclass(frozen=True)
class Wish:
    """What a registrar wants: the reports of `pair.high` become those of the person of `pair.low`."""

    kind: DecisionKind
    pair: Pair
    strength: Strength
    overruled: crossing.Apart


def in_order(one: Person, other: Person) -> tuple[Person, Person]:
    """Who was in the register first keeps its number."""
    return (one, other) if one.pk < other.pk else (other, one)


def join(
    *,
    by: Actor,
    low: Person,
    high: Person,
    reason: str,
    proposal: Proposal | None = None,
    overrule: bool = False,
    seen: str = "",
) -> Decision:
    """Hold the reports of two persons to be about one: the one registered first, whichever is given first.

    A weak, large or delicate join only takes effect when a second registrar agrees (`second`). `seen` is
    the `Pair.mark` of what the registrar saw. `overrule` asks a second registrar to put aside an earlier
    "not the same". Raises PermissionDenied, ValueError (no reason) and RefusedError.
    """
    require_reason(by, reason)
    with transaction.atomic():
        registering.one_at_a_time()
        if low.pk == high.pk:
            raise RefusedError(Refusal.SAME_PERSON)
        refuse_restricted(by, low, high)
        first, later = in_order(low, high)
        pair = Pair(Side.of(first), Side.of(later))
        _refuse_if_done(pair, seen)
        wish = Wish(
            DecisionKind.JOIN,
            pair,
            strength_of(pair, proposal),
            overruled=crossing.apart(pair),
        )
        return _decide(by, wish, reason, overrule=overrule)


def move(*, by: Actor, report: Report, person: Person | None, reason: str) -> Decision:
    """Hold a report, with its corrections, to be about another person (None: about a new one).

    To a new person: at once. To somebody who has reports: on the conditions of a join, for that is what it
    is. Raises what `join` raises.
    """
    require_reason(by, reason)
    with transaction.atomic():
        registering.one_at_a_time()
        old = Membership.objects.open().filter(report=report).select_related("person").first()
        if old is None:
            raise RefusedError(Refusal.NOT_REGISTERED)
        if person is not None and person.pk == old.person_id:
            raise RefusedError(Refusal.SAME_PERSON)
        refuse_restricted(by, *filter(None, (old.person, person)))
        going = _chain(report)
        if person is None:
            return _move_to_nobody(by, old.person, going, reason)
        pair = Pair(Side.of(person), Side(old.person, going))
        _refuse_if_waiting(pair)
        wish = Wish(DecisionKind.MOVE, pair, strength_of(pair), overruled=crossing.apart(pair))
        return _decide(by, wish, reason, overrule=False)


def require_reason(by: Actor, reason: str) -> None:
    require(by, "change", "linkage.Decision")
    if not reason.strip():
        raise ValueError("a decision needs a reason")


def _chain(report: Report) -> tuple[Membership, ...]:
    """The open memberships of the report, of all that it corrects and of all that correct it."""
    rows = Membership.objects.open().filter(report__in=chain_of(report))
    return tuple(rows.select_related("report", "person").defer("reason").order_by("pk"))


def waiting_for(pair: Pair) -> Decision | None:
    """A join of these two that waits for a second registrar."""
    return _joins(pair).filter(state=DecisionState.AWAITS_SECOND).first()


def _joins(pair: Pair) -> VisibleQuerySet[Decision]:
    rows = Decision.objects.filter(
        kind=DecisionKind.JOIN, person=pair.low.person, other=pair.high.person
    )
    return rows.defer(*SEALED)


def _refuse_if_done(pair: Pair, seen: str) -> None:
    """Two registrars at once, or one who pressed twice: one of them is told what the other did."""
    if not (pair.low.members and pair.high.members):
        done = _joins(pair).filter(state=DecisionState.EFFECTIVE)[:1]
        raise RefusedError(Refusal.SAME_PERSON if done else Refusal.NO_REPORTS, done)
    if waiting := waiting_for(pair):
        raise RefusedError(Refusal.AWAITS, [waiting])
    if seen and seen != pair.mark:
        raise RefusedError(Refusal.CHANGED)


def _refuse_if_waiting(pair: Pair) -> None:
    """The same move, pressed twice."""
    about = Decision.objects.filter(
        kind=DecisionKind.MOVE,
        state=DecisionState.AWAITS_SECOND,
        person=pair.high.person,
        other=pair.low.person,
    )
    if waiting := [one for one in about if one.rests_on.moving == pair.high.numbers]:
        raise RefusedError(Refusal.AWAITS, waiting)


def _decide(by: Actor, wish: Wish, reason: str, *, overrule: bool) -> Decision:
    if wish.overruled and not overrule:
        raise RefusedError(Refusal.NOT_SAME, wish.overruled.decisions)
    low, high = wish.pair.low, wish.pair.high
    two = wish.pair.why_two(wish.strength.score, overrules=bool(wish.overruled))
    moving = wish.kind == DecisionKind.MOVE
    decision = Decision(
        kind=wish.kind,
        state=DecisionState.AWAITS_SECOND if two else DecisionState.EFFECTIVE,
        by=by.actor_id,
        person=high.person if moving else low.person,
        other=low.person if moving else high.person,
        reason=reason.strip(),
        version=wish.strength.version,
        score=wish.strength.score,
        evidence=Evidence(
            before={each.person.number: _numbers(each.person) for each in (low, high)},
            moving=high.numbers,
            levels=list(wish.strength.levels),
            conflicts=[one.kind.value for one in wish.pair.conflicts],
            two=[why.value for why in two],
        ).written(),
    )
    decision.save()
    if two:
        effects.log(by, decision)
    else:
        take_effect(by, decision, low.person, high.members)
    return decision


def _numbers(person: Person) -> list[str]:
    return Side.of(person).numbers


def _move_to_nobody(
    by: Actor, person: Person, going: tuple[Membership, ...], reason: str
) -> Decision:
    """A report parted from its person: nobody can be mixed up by that, so one registrar is enough."""
    return part(by, DecisionKind.MOVE, person, going, reason)


def part(
    by: Actor,
    kind: DecisionKind,
    person: Person,
    going: tuple[Membership, ...],
    reason: str,
) -> Decision:
    """Let these open memberships become those of a new person; for a split and a move alike."""
    now = timezone.now()
    before = {one.number: _numbers(one) for one in {member.person for member in going}}
    fresh = Person.objects.create(created_at=now, created_by=by.actor_id)
    decision = Decision.objects.create(
        kind=kind,
        state=DecisionState.EFFECTIVE,
        at=now,
        by=by.actor_id,
        person=person,
        other=fresh,
        reason=reason.strip(),
        evidence=Evidence(
            before=before, moving=sorted(member.report.number for member in going)
        ).written(),
    )
    take_effect(by, decision, fresh, going)
    return decision


def take_effect(
    by: Actor, decision: Decision, target: Person, members: tuple[Membership, ...]
) -> None:
    """Carry the decision out; inside the transaction that made it effective."""
    now = timezone.now()
    goings = effects.going(members, target)
    followed = effects.let_follow(goings)
    crossing.remember(decision, goings, now)
    effects.carry_out(
        decision,
        goings,
        kind=BASIS[DecisionKind(decision.kind)],
        actor=decision.by,
        now=now,
        reason=decision.reason,
    )
    if followed:
        decision.evidence = decision.with_evidence(followed=followed)
        decision.save(update_fields=["evidence"])
    effects.log(by, decision, goings)
