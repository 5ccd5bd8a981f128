"""What goes on between the centre and who asked, or who goes on: questions, answers, and taking over."""

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from schakel.care.placement import noticing
from schakel.care.placement.actions import NotPossibleError, happened, locked, log
from schakel.care.placement.choices import DONE, Happening
from schakel.care.placement.models import Event, Placement, Request
from schakel.foundation.access.actors import Actor
from schakel.foundation.access.querysets import VisibleQuerySet
from schakel.foundation.access.rules import require
from schakel.foundation.audit.choices import Event as Logged


def ask_asker(*, by: Actor, request: Request, text: str) -> Event:
    """The centre asks something of who asked for shelter. The newest question is the one that waits.

    Raises PermissionDenied, and NotPossibleError: "empty", "done" where the request is closed, "no_asker"
    where who asked does not use this system.
    """
    require(by, "change", request)
    if not text.strip():
        raise NotPossibleError("empty")
    with transaction.atomic():
        row = _going_on(request)
        if row.asked_by_id is None:
            raise NotPossibleError("no_asker")
        made = happened(by=by, kind=Happening.QUESTION, group=row.group, request=row, note=text)
        log(by, Logged.CREATE, row.group, row.number, "request", "question")
        noticing.asked(row, made)
    return made


def reply(*, by: Actor, request: Request, text: str) -> Event:
    """Whoever asked answers the question of the centre.

    Raises PermissionDenied, and NotPossibleError: "empty", "done", "no_question" where none waits (any more).
    """
    require(by, "follow", request)
    if not text.strip():
        raise NotPossibleError("empty")
    with transaction.atomic():
        row = _going_on(request)
        if open_question(row) is None:
            raise NotPossibleError("no_question")
        made = happened(by=by, kind=Happening.REPLY, group=row.group, request=row, note=text)
        log(by, Logged.CHANGE, row.group, row.number, "request", "answer")
        noticing.replied(row, made)
    return made


def open_question(request: Request) -> Event | None:
    """The question that still waits for an answer."""
    rows = Event.objects.filter(request=request, kind__in=(Happening.QUESTION, Happening.REPLY))
    last = rows.order_by("-pk").first()
    return last if last is not None and last.kind == Happening.QUESTION else None


def _going_on(request: Request) -> Request:
    row = locked(request)
    if row.state in DONE:
        raise NotPossibleError("done")
    return row


def handed_to(user: Actor) -> VisibleQuerySet[Placement]:
    """Placements that the centre handed to us, with `last_handing` (the kind of the newest event of that)."""
    handing = Event.objects.filter(
        placement=OuterRef("pk"), kind__in=(Happening.HANDED_OVER, Happening.TAKEN_OVER)
    ).order_by("-pk")
    rows = Placement.objects.visible_to(user, "care").select_related("unit__site__organisation")
    rows = rows.select_related("group", "occupancy", "request", "care")
    rows = rows.annotate(last_handing=Subquery(handing.values("kind")[:1]))
    return rows.defer("unit__site__address", "unit__site__phone", *_UNOPENED).order_by(
        "-placed_at", "-pk"
    )


_UNOPENED = ("request__contact", "request__explanation", "request__safety_reason")


def take_over(*, by: Actor, placement: Placement) -> None:
    """From now on we coordinate the care of these people; twice is once. Raises PermissionDenied."""
    require(by, "care", placement)
    with transaction.atomic():
        row = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
        require(by, "care", row)  # handed to another party meanwhile
        if handed_to(by).filter(Q(last_handing=Happening.TAKEN_OVER), pk=row.pk).exists():
            return
        happened(
            by=by,
            kind=Happening.TAKEN_OVER,
            group=row.group,
            request=row.request,
            placement=row,
        )
        log(by, Logged.CHANGE, row.group, row.number, "placement", "care")
