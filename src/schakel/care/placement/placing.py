"""People get a place: on a request, by flowing through, or directly; they arrive, stay longer, and leave."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schakel.care.placement import noticing
from schakel.care.placement.actions import NotPossibleError, check, happened, locked, log
from schakel.care.placement.asking import PersonData, gather
from schakel.care.placement.choices import (
    TERM_MONTHS,
    AnswerKind,
    Destination,
    Happening,
    OccupancyKind,
    Origin,
    OverstayReason,
    State,
)
from schakel.care.placement.models import (
    Extension,
    Group,
    Offer,
    Placement,
    Request,
    Stay,
    Unit,
    new_placement_number,
)
from schakel.care.placement.occupying import hold_still, occupy, until
from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import require
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.audit.choices import Event as Logged
from schakel.register.persons.clocks import months_later


def place(
    *, by: Actor, offer: Offer, care: Organisation | None = None, at: datetime | None = None
) -> Placement:
    """Place the group of a request in the unit that a shelter accepted it for.

    Where they are somewhere already, that stay ends at the moment that this one begins, and those who are
    there move together: nobody has two places. `care`: who goes on afterwards; None: the centre stays
    coordinator at a distance. Raises PermissionDenied, and NotPossibleError: "not_accepted", "state",
    "not_there" where they are still expected elsewhere, "early", or "taken" where the hold ran out and
    somebody else is there now.
    """
    require(by, "change", offer.request)
    now = at or timezone.now()
    with transaction.atomic():
        request = locked(offer.request)
        check(request, State.PLACED)
        row = Offer.objects.select_related("hold", "unit__site").get(pk=offer.pk)
        if getattr(row, "answer", None) is None or row.answer.kind != AnswerKind.ACCEPTED:
            raise NotPossibleError("not_accepted")
        _lock(request.group)
        present = request.group.present_place()
        hold_still([row.unit_id, present.unit_id] if present else [row.unit_id])
        until(row.hold, min(now, row.hold.until or now))
        moving = _out_of(by, present, now) if present else _moved_out(request)
        made = _placed(
            by,
            request.group,
            row.unit,
            Origin.REQUEST,
            now,
            request=request,
            offer=row,
            previous=moving[0].placement if moving else None,
            clients=[stay.client_id for stay in moving] or None,
            care=care,
        )
        if present:
            arrive(by=by, placement=made, at=now)
        return made


def _out_of(by: Actor, present: Placement, at: datetime) -> list[Stay]:
    """End the stays of those who are there, and with them the request that they were placed on."""
    there = list(present.stays.there().select_related("placement"))
    if not there:
        raise NotPossibleError("not_there")
    if any(stay.arrived_at and stay.arrived_at > at for stay in there):
        raise NotPossibleError("early")
    _left(by, present, there, Destination.TRANSFER, at, request_ends=True)
    return there


def _moved_out(request: Request) -> list[Stay]:
    """Of a follow-up: the stays that the shelter closed for it before the centre confirmed the next one."""
    if request.follows_id is None:
        return []
    last = request.group.placements.order_by("-placed_at", "-pk").first()
    rows = Stay.objects.filter(placement=last, destination=Destination.TRANSFER)
    return list(rows.select_related("placement"))


def place_directly(
    *,
    by: Actor,
    who: Group | Sequence[PersonData],
    unit: Unit,
    at: datetime | None = None,
    number: str = "",
    there: bool = False,
    note: str = "",
) -> Placement:
    """Write down that the police or another authority placed people. No request is made for it.

    `who`: a group that is known, or people who are not; `there`: they have arrived as well. The same number
    again: the same placement. Raises PermissionDenied, and NotPossibleError: "nobody", "housed", "future",
    "taken".
    """
    known = who if isinstance(who, Group) else None
    require(by, "change", known or "placement.Group")
    if not isinstance(who, Group) and not who:
        raise NotPossibleError("nobody")
    now = at or timezone.now()
    if now > timezone.now():
        raise NotPossibleError("future")
    with transaction.atomic():
        if number and (made := Placement.objects.filter(number=number).first()):
            return made
        if known is not None:
            _lock(known)
        hold_still([unit.pk])
        group = who if isinstance(who, Group) else gather(by, who, now)
        if group.has_place:
            raise NotPossibleError("housed")
        made = _placed(by, group, unit, Origin.DIRECT, now, number=number, note=note)
        if there:
            arrive(by=by, placement=made, at=now)
    return made


def transfer(
    *,
    by: Actor,
    placement: Placement,
    unit: Unit,
    request: Request | None = None,
    at: datetime | None = None,
) -> Placement:
    """The group flows through to another unit: one placement ends and the next begins, without a request.

    Those who are there now move together. Raises PermissionDenied, and NotPossibleError: "ended",
    "not_there" where nobody arrived yet, "taken".
    """
    require(by, "change", placement)
    now = at or timezone.now()
    with transaction.atomic():
        _lock(placement.group)
        row = _current(placement)
        there = list(row.stays.there())
        if not there:
            raise NotPossibleError("not_there")
        hold_still([row.unit_id, unit.pk])
        made = _placed(
            by,
            row.group,
            unit,
            Origin.TRANSFER,
            now,
            previous=row,
            clients=[stay.client_id for stay in there],
            care=row.care,
        )
        _left(by, row, there, Destination.TRANSFER, now, request_ends=False)
        arrive(by=by, placement=made, at=now)
    return made


def arrive(*, by: Actor, placement: Placement, at: datetime | None = None) -> None:
    """Everybody is there; again: nothing. Raises PermissionDenied and NotPossibleError("ended")."""
    require(by, "keep", placement)
    now = at or timezone.now()
    with transaction.atomic():
        _lock(placement.group)
        row = _current(placement)
        if not row.stays.filter(arrived_at=None, did_not_arrive=False).update(arrived_at=now):
            return
        happened(
            by=by,
            kind=Happening.ARRIVED,
            group=row.group,
            request=row.request,
            placement=row,
            at=now,
        )
        log(by, Logged.CHANGE, row.group, row.number, "placement", "arrival")


def no_show(*, by: Actor, placement: Placement, note: str = "", at: datetime | None = None) -> None:
    """Nobody came. The unit is free again, and the request looks for what to do next.

    Raises PermissionDenied, and NotPossibleError: "ended", or "there" where somebody did arrive.
    """
    require(by, "keep", placement)
    now = at or timezone.now()
    with transaction.atomic():
        _lock(placement.group)
        row = _current(placement)
        if row.stays.filter(arrived_at__isnull=False).exists():
            raise NotPossibleError("there")
        row.stays.update(did_not_arrive=True)
        until(row.occupancy, now)
        happened(
            by=by,
            kind=Happening.NO_SHOW,
            group=row.group,
            request=row.request,
            placement=row,
            state=State.NO_SHOW if row.request else "",
            note=note,
            at=now,
        )
        log(by, Logged.CHANGE, row.group, row.number, "placement", "no_show")


def leave(
    *,
    by: Actor,
    placement: Placement,
    destination: str,
    clients: Collection[int] | None = None,
    at: datetime | None = None,
) -> None:
    """People left; None: everybody who is still there. The unit is free when the last one is gone.

    `clients`: primary keys. Raises PermissionDenied, ValueError for an unknown destination, and
    NotPossibleError: "ended", "not_there", or "early" for a moment before somebody arrived.
    """
    require(by, "keep", placement)
    now = at or timezone.now()
    where = Destination(destination)
    with transaction.atomic():
        _lock(placement.group)
        row = _current(placement)
        there = list(row.stays.there())
        going = [stay for stay in there if clients is None or stay.client_id in clients]
        if not going:
            raise NotPossibleError("not_there")
        if any(stay.arrived_at and stay.arrived_at > now for stay in going):
            raise NotPossibleError("early")
        _left(by, row, going, where, now, request_ends=True)


def extend(
    *, by: Actor, placement: Placement, until_day: date, reason: str, note: str = ""
) -> Extension:
    """The stay goes on beyond its term; the same once more changes nothing.

    Raises PermissionDenied, ValueError and NotPossibleError("ended").
    """
    require(by, "keep", placement)
    why = OverstayReason(reason)
    with transaction.atomic():
        _lock(placement.group)
        row = _current(placement)
        last = row.extensions.order_by("-pk").first()
        if last is not None and (last.until, last.reason, last.note) == (
            until_day,
            why,
            note.strip(),
        ):
            return last
        made = Extension.objects.create(
            placement=row, until=until_day, reason=why, note=note.strip(), by=by.actor_id
        )
        happened(
            by=by,
            kind=Happening.EXTENDED,
            group=row.group,
            request=row.request,
            placement=row,
            reason=why,
        )
        log(by, Logged.CHANGE, row.group, row.number, "placement", "extension")
    return made


def hand_over(*, by: Actor, placement: Placement, care: Organisation | None) -> None:
    """From now on this organisation coordinates the care; None: the centre, at a distance.

    Raises PermissionDenied.
    """
    require(by, "change", placement)
    with transaction.atomic():
        _lock(placement.group)
        Placement.objects.filter(pk=placement.pk).update(care=care)
        placement.care = care
        event = happened(
            by=by,
            kind=Happening.HANDED_OVER,
            group=placement.group,
            request=placement.request,
            placement=placement,
        )
        noticing.handed_over(placement, str(event.pk))
        log(by, Logged.CHANGE, placement.group, placement.number, "placement", "care")


def _lock(group: Group) -> None:
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)


def _current(placement: Placement) -> Placement:
    rows = Placement.objects.select_related("group", "request", "occupancy", "care")
    row = rows.get(pk=placement.pk)
    if row.occupancy.until is not None:
        raise NotPossibleError("ended")
    return row


def _placed(
    by: Actor,
    group: Group,
    unit: Unit,
    origin: Origin,
    at: datetime,
    *,
    request: Request | None = None,
    offer: Offer | None = None,
    previous: Placement | None = None,
    clients: Iterable[int] | None = None,
    care: Organisation | None = None,
    number: str = "",
    note: str = "",
) -> Placement:
    scheme = unit.site.scheme
    made = Placement.objects.create(
        number=number or new_placement_number(),
        group=group,
        origin=origin,
        request=request,
        offer=offer,
        previous=previous,
        unit=unit,
        scheme=scheme,
        occupancy=occupy(by, unit, OccupancyKind.STAY, at),
        placed_at=at,
        placed_by=by.actor_id,
        term_ends_on=term_of(scheme, at),
        care=care,
    )
    people = group.clients.values_list("pk", flat=True) if clients is None else clients
    Stay.objects.bulk_create(Stay(placement=made, client_id=pk) for pk in people)
    happened(
        by=by,
        kind=Happening.PLACED,
        group=group,
        request=request,
        offer=offer,
        placement=made,
        state=State.PLACED if request else "",
        reason=origin,
        note=note,
        at=at,
    )
    log(by, Logged.CREATE, group, made.number, "placement", "placement")
    noticing.placed(made)
    return made


def term_of(scheme: str, at: datetime) -> date | None:
    """The day on which the term of a stay in `scheme` that began at `at` ends; None: it has none."""
    months = TERM_MONTHS.get(scheme)
    return None if months is None else months_later(timezone.localdate(at), months)


def _left(
    by: Actor,
    row: Placement,
    going: list[Stay],
    where: Destination,
    at: datetime,
    *,
    request_ends: bool,
) -> None:
    row.stays.filter(pk__in=[stay.pk for stay in going]).update(left_at=at, destination=where)
    empty = not row.stays.filter(left_at=None, did_not_arrive=False).exists()
    if empty:
        until(row.occupancy, at)
    # Who flowed through since stays on the request that they were first placed on.
    placed = Request.objects.filter(group=row.group).standing_at(State.PLACED)
    request = placed.order_by("-pk").first()
    happened(
        by=by,
        kind=Happening.LEFT,
        group=row.group,
        request=request,
        placement=row,
        state=State.ENDED if empty and request and request_ends else "",
        reason=where,
        at=at,
    )
    log(by, Logged.CHANGE, row.group, row.number, "placement", "departure")
