"""How a request stands, for who asked: what happened in plain words, never where it was asked or refused."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from schakel.care.placement.choices import AnswerKind, Happening, State
from schakel.care.placement.models import Event, Request
from schakel.foundation.access.actors import Actor

STANDS: dict[str, Promise] = {
    State.NEW: _("We have received your request and look at it soon."),
    State.TRIAGE: _("We are looking at what is needed."),
    State.MATCHING: _("We are looking for a suitable place."),
    State.WAITLISTED: _("There is no suitable place now. Your client is on the waiting list."),
    State.OFFERED: _("We have asked for a place. A shelter answers within hours."),
    State.ACCEPTED: _("There is a place. We are arranging the placement."),
    State.PLACED: _("Your client has a place."),
    State.NO_SHOW: _("Your client did not arrive at the shelter. We will call you."),
    State.ENDED: _("The stay has ended."),
    State.WITHDRAWN: _("The request has been withdrawn."),
    State.REFUSED_BY_CLIENT: _("Closed: your client does not want the place."),
    State.NOT_PLACEABLE: _("Closed: there is no place that fits. We will call you."),
    State.REDIRECTED: _("Closed: sent on to another kind of shelter. We will call you."),
}
KINDS: dict[str, str] = {
    State.WAITLISTED: "warning",
    State.OFFERED: "info",
    State.ACCEPTED: "info",
    State.PLACED: "success",
    State.NO_SHOW: "error",
    State.NOT_PLACEABLE: "error",
}
_TITLES: dict[str, Promise] = {
    Happening.ASKED: _("You asked for shelter"),
    Happening.OFFERED: _("We asked for a place"),
    Happening.PLACED: _("Placed"),
    Happening.ARRIVED: _("Arrived at the shelter"),
    Happening.NO_SHOW: _("Did not arrive"),
    Happening.LEFT: _("Left the shelter"),
    Happening.QUESTION: _("We asked you something"),
    Happening.REPLY: _("You answered"),
    Happening.HANDED_OVER: _("Care coordination handed over"),
    Happening.TAKEN_OVER: _("Care coordination taken over"),
}


def own_requests(user: Actor) -> "QuerySet[Request]":
    """What our organisations asked, with `state`; the newest first."""
    rows = (
        Request.objects.visible_to(user, "follow").with_state().select_related("group", "asked_by")
    )
    rows = rows.defer("contact", "explanation", "safety_reason")
    return rows.order_by("-asked_at", "-pk")


def history(request: Request) -> list[dict[str, Any]]:
    """What happened, for the timeline; the text of questions and answers, and of nothing else."""
    rows = Event.objects.filter(Q(request=request) | Q(placement__request=request))
    return list(_lines(rows.order_by("pk")))


def _lines(rows: Iterable[Event]) -> Iterable[dict[str, Any]]:
    for row in rows:
        if title := _title(row):
            said = row.kind in (Happening.QUESTION, Happening.REPLY)
            yield {"time": row.at, "title": title, "text": row.note if said else ""}


def _title(row: Event) -> str:
    if row.kind == Happening.ANSWERED:
        return _answered(row)
    if row.kind == Happening.STATE:
        return str(STANDS[row.state])
    return str(_TITLES.get(row.kind, ""))


def _answered(row: Event) -> str:
    """Only what changes something for who asked: one of several shelters that says no does not."""
    if row.reason == AnswerKind.ACCEPTED:
        return gettext("There is a place")
    return gettext("No place there; we look further") if row.state == State.MATCHING else ""
