"""A request is put to shelters, one after the other or to several at once; they answer, or time runs out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from schakel.care.placement import noticing
from schakel.care.placement.actions import NotPossibleError, check, happened, locked, log
from schakel.care.placement.choices import (
    CLOSING,
    IMPROPER,
    MAY_PASS_ON,
    AnswerKind,
    Happening,
    OccupancyKind,
    RefusalReason,
    State,
)
from schakel.care.placement.models import Decision, Offer, OfferAnswer, Request, Unit
from schakel.care.placement.occupying import hold_still, occupy, until
from schakel.care.placement.offers import IN_ORDER
from schakel.care.placement.telling import told_of
from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.audit.choices import Event as Logged

# What a shelter has to answer, and what the centre has to confirm once it accepted.
HOURS = 4
KEEP_AFTER_ACCEPTING = timedelta(hours=24)


def offer(
    *,
    by: Actor,
    request: Request,
    unit: Unit,
    hours: int = HOURS,
    decision: Decision | None = None,
    at: datetime | None = None,
) -> Offer:
    """Put a request to the site of `unit`, which is held until the answer or until `hours` have passed.

    Raises PermissionDenied, and NotPossibleError: "consent" where data may not be passed on, "state" where
    the request no longer seeks, "again" where this unit was offered already and not answered, "taken" where
    somebody was first.
    """
    require(by, "change", request)
    sent_at = at or timezone.now()
    with transaction.atomic():
        row = locked(request)
        if row.consent not in MAY_PASS_ON:
            raise NotPossibleError("consent")
        if row.state != State.OFFERED:
            check(row, State.OFFERED)
        if row.offers.open().filter(unit=unit).exists():
            raise NotPossibleError("again")
        expires = sent_at + timedelta(hours=hours)
        made = Offer.objects.create(
            request=row,
            unit=unit,
            decision=decision,
            hold=occupy(by, unit, OccupancyKind.HOLD, sent_at, expires),
            told=told_of(row),
            sent_at=sent_at,
            sent_by=by.actor_id,
            expires_at=expires,
        )
        happened(
            by=by,
            kind=Happening.OFFERED,
            group=row.group,
            request=row,
            offer=made,
            state=State.OFFERED if row.state != State.OFFERED else "",
            at=sent_at,
        )
        log(by, Logged.CREATE, row.group, made.number, "offer", "needs")
        noticing.offered(made)
    return made


def accept(*, by: Actor, offer: Offer, note: str = "", at: datetime | None = None) -> OfferAnswer:
    """The shelter has room for these people. The unit stays held until the centre places them.

    Other offers of the request are taken back: one bed is enough. Raises PermissionDenied, and
    NotPossibleError: "answered", "expired", or "state" where the request is closed.
    """
    require(by, "answer", offer)
    now = at or timezone.now()
    with transaction.atomic():
        request = locked(offer.request)
        row = _open(offer)
        if row.expires_at <= now:
            raise NotPossibleError("expired")
        check(request, State.ACCEPTED)
        hold_still(Offer.objects.open().filter(request=request).values_list("unit", flat=True))
        until(row.hold, now + KEEP_AFTER_ACCEPTING)
        made = _answer(by, row, AnswerKind.ACCEPTED, "", note, now, state=State.ACCEPTED)
        for other in Offer.objects.open().filter(request=request).select_related("hold"):
            until(other.hold, now)
            _answer(by, other, AnswerKind.TAKEN_BACK, "", "", now)
    return made


def refuse(
    *, by: Actor, offer: Offer, reason: str, note: str = "", at: datetime | None = None
) -> OfferAnswer:
    """The shelter does not take these people, for a coded reason. The unit is free again.

    The next place of the order has its turn. A region is no reason: it is recorded, and counts as improper.
    Raises PermissionDenied, ValueError for an unknown reason, and NotPossibleError("answered").
    """
    require(by, "answer", offer)
    code = RefusalReason(reason)
    now = at or timezone.now()
    with transaction.atomic():
        locked(offer.request)
        row = _open(offer)
        hold_still([row.unit_id, *_in_line(row.request)])
        made = _close(by, row, AnswerKind.REFUSED, code, note, now)
        _next_in_order(made.offer, now)
    return made


def take_back(
    *, by: Actor, offer: Offer, note: str = "", at: datetime | None = None
) -> OfferAnswer:
    """The centre needs no answer any more. Raises PermissionDenied and NotPossibleError("answered")."""
    require(by, "change", offer)
    with transaction.atomic():
        locked(offer.request)
        return _close(by, _open(offer), AnswerKind.TAKEN_BACK, "", note, at or timezone.now())


def move(
    *,
    by: Actor,
    request: Request,
    state: str,
    reason: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Request:
    """Put a request in another state: look at it, wait, close it. The history is appended.

    A place that was accepted and is not wanted any more is free at once; where the request closes, offers
    that a shelter still has to answer are taken back with it. Those shelters hear that they need not answer,
    and nothing else. Raises PermissionDenied, and NotPossibleError: "state" where it may not go there from
    where it is, "offers" where it goes on while a shelter still has to answer.
    """
    require(by, "withdraw" if state == State.WITHDRAWN else "change", request)
    now = at or timezone.now()
    with transaction.atomic():
        row = locked(request)
        check(row, state)
        offers = Offer.objects.filter(request=row)
        offers = offers.select_related("request__group", "hold", "unit__site")
        if state not in CLOSING and offers.open().exists():
            raise NotPossibleError("offers")
        hold_still(offers.values_list("unit", flat=True))
        happened(
            by=by,
            kind=Happening.STATE,
            group=row.group,
            request=row,
            state=state,
            reason=reason,
            note=note,
            at=now,
        )
        log(by, Logged.CHANGE, row.group, row.number, "request", "state")
        for open_one in offers.open():
            _close(by, open_one, AnswerKind.TAKEN_BACK, "", "", now)
        for accepted in offers.filter(answer__kind=AnswerKind.ACCEPTED, hold__until__gt=now):
            until(accepted.hold, now)
            noticing.answered(accepted, AnswerKind.TAKEN_BACK)
    return Request.objects.with_state().get(pk=request.pk)


def expire(*, by: Actor, now: datetime | None = None) -> int:
    """Close every offer that was not answered in time; how many. Safe to run twice, and when killed."""
    now = now or timezone.now()
    overdue = Offer.objects.open().filter(expires_at__lte=now).values_list("pk", flat=True)
    return sum(_expire_one(by, pk, now) for pk in list(overdue))


def _expire_one(by: Actor, pk: int, now: datetime) -> bool:
    with transaction.atomic():
        row = Offer.objects.select_related("request").get(pk=pk)
        locked(row.request)
        if OfferAnswer.objects.filter(offer=pk).exists():
            return False
        hold_still([row.unit_id, *_in_line(row.request)])
        made = _close(by, _open(row), AnswerKind.EXPIRED, "", "", now)
        _next_in_order(made.offer, now)
    return True


def _next_in_order(ended: Offer, now: datetime) -> Offer | None:
    """Offer to the next free place of the order that was agreed on, for as many hours as the one before had.

    Places that somebody has meanwhile are passed by, and that is written down. Nothing happens where other
    shelters still have to answer, or where somebody chose anew since.
    """
    request = ended.request
    newest = _newest_decision(request)
    if newest is None or newest.pk != ended.decision_id or _state(request) != State.MATCHING:
        return None
    turns = newest.turns_left()
    units = {unit.number: unit for unit in Unit.objects.in_use().filter(number__in=turns)}
    hours = max(1, (ended.expires_at - ended.sent_at) // timedelta(hours=1))
    for unit in (units[number] for number in turns if number in units):
        try:
            return offer(
                by=IN_ORDER, request=request, unit=unit, hours=hours, decision=newest, at=now
            )
        except NotPossibleError as error:
            if error.code != "taken":
                return None
            happened(
                by=IN_ORDER,
                kind=Happening.SKIPPED,
                group=request.group,
                request=request,
                note=f"{unit.site}, {unit}",
                at=now,
            )
    return None


def _newest_decision(request: Request) -> Decision | None:
    return Decision.objects.filter(request=request).defer("frozen", "deviation").first()


def _in_line(request: Request) -> list[int]:
    """The units (primary keys) of which the next in order may be one."""
    newest = _newest_decision(request)
    turns = newest.turns_left() if newest else []
    return list(Unit.objects.filter(number__in=turns).values_list("pk", flat=True)) if turns else []


def _open(offer: Offer) -> Offer:
    """The offer as it is now; wants the request to be locked."""
    row = Offer.objects.select_related("request__group", "hold").get(pk=offer.pk)
    if OfferAnswer.objects.filter(offer=row).exists():
        raise NotPossibleError("answered")
    return row


def _close(
    by: Actor, row: Offer, kind: AnswerKind, reason: str, note: str, now: datetime
) -> OfferAnswer:
    """End an offer without a place; the last one of a round brings the request back to matching."""
    until(row.hold, min(now, row.hold.until or now))
    others = Offer.objects.open().filter(request=row.request).exclude(pk=row.pk)
    seeking = _state(row.request) == State.OFFERED and not others.exists()
    return _answer(by, row, kind, reason, note, now, state=State.MATCHING if seeking else "")


def _state(request: Request) -> str:
    return Request.objects.with_state().get(pk=request.pk).state


def _answer(
    by: Actor,
    row: Offer,
    kind: AnswerKind,
    reason: str,
    note: str,
    at: datetime,
    state: str = "",
) -> OfferAnswer:
    made = OfferAnswer.objects.create(
        offer=row,
        kind=kind,
        reason=reason,
        note=note.strip(),
        improper=reason in IMPROPER,
        at=at,
        by=by.actor_id,
    )
    group = row.request.group
    happened(
        by=by,
        kind=Happening.ANSWERED,
        group=group,
        request=row.request,
        offer=row,
        state=state,
        reason=reason or kind,
        at=at,
    )
    log(by, Logged.CHANGE, group, row.number, "offer", "answer")
    noticing.answered(row, kind)
    return made


def question(*, by: Actor, answer: OfferAnswer, note: str) -> None:
    """The centre does not accept an improper refusal: it is taken up with the shelter.

    The answer stands as it was given. Raises PermissionDenied and NotPossibleError("proper").
    """
    require(by, "change", answer.offer)
    if not answer.improper:
        raise NotPossibleError("proper")
    with transaction.atomic():
        request = answer.offer.request
        happened(
            by=by,
            kind=Happening.ESCALATED,
            group=request.group,
            request=request,
            offer=answer.offer,
            reason=answer.reason,
            note=note,
        )
        log(by, Logged.CHANGE, request.group, answer.offer.number, "offer", "escalation")


def offers_of(requests: Sequence[Request]) -> dict[int, list[Offer]]:
    """The offers of these requests, the newest first, with answer, unit and site; one query."""
    found: dict[int, list[Offer]] = {request.pk: [] for request in requests}
    rows = Offer.objects.filter(request__in=list(found)).select_related("answer", "unit__site")
    for row in rows.defer("told", "answer__note", "unit__site__address", "unit__site__phone"):
        found[row.request_id].append(row)
    return found
