"""Who is told by mail that something waits for them in first shelter: a number and what to do, no person.

Belongs inside the transaction of what is told (`foundation.notices`).
"""

from collections.abc import Collection

from django.db.models import QuerySet

from schakel.care.placement.choices import AnswerKind
from schakel.care.placement.models import Event, GroupRestriction, Offer, Placement, Request
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import User
from schakel.foundation.notices.actions import post

ASKERS = (Role.CARE_COORDINATOR, Role.REPORTER, Role.SHELTER)
# A police unit has hundreds of reporters; those who are longest there know whose request it was.
MOST_ASKERS = 5


def offered(offer: Offer) -> None:
    """A place is asked for: whoever runs the shelter answers, whichever shift it is."""
    _tell_shelter(offer, "offer", offer.number)


def answered(offer: Offer, kind: str) -> None:
    """An offer ended: the centre hears what the shelter says or does not, the shelter what was taken back."""
    if kind == AnswerKind.TAKEN_BACK:
        _tell_shelter(offer, "taken_back", offer.number)
    else:
        _post(coordinators_of(offer.request), f"offer_{kind.lower()}", offer.request, offer.number)


def running_out(offer: Offer) -> int:
    """The time to answer is nearly over; how many mails."""
    return _tell_shelter(offer, "offer_ends", offer.number)


def placed(placement: Placement) -> None:
    """The centre confirmed: the shelter may see who comes, and whoever coordinates the care takes over."""
    if placement.offer is not None:
        _tell_shelter(placement.offer, "placed", placement.number, placement)
    handed_over(placement, "placed")


def handed_over(placement: Placement, moment: str) -> None:
    """From now on this organisation coordinates the care."""
    if placement.care_id is not None:
        carers = _at(placement.care_id, Role.CARE_COORDINATOR)
        _post(carers, "care", placement, moment)


def asked(request: Request, event: Event) -> None:
    """The centre has a question for who asked."""
    if request.asked_by_id is not None:
        _post(_at(request.asked_by_id, *ASKERS)[:MOST_ASKERS], "question", request, str(event.pk))


def replied(request: Request, event: Event) -> None:
    """Whoever asked answered."""
    _post(coordinators_of(request), "replied", request, str(event.pk))


def stalled(request: Request, moment: str, *, everybody: bool) -> int:
    """Nothing happens with a request; from the second step on every colleague hears it. How many mails."""
    return _post(coordinators_of(request, everybody=everybody), "stalled", request, moment)


def coordinators_of(request: Request, *, everybody: bool = False) -> list[User]:
    """The keeper of a restricted group alone; else who is on the request, or all colleagues."""
    held = GroupRestriction.objects.filter(group=request.group_id, ended_at=None)
    keeper = held.exclude(keeper=None).select_related("keeper").first()
    if keeper is not None and keeper.keeper is not None:
        return [keeper.keeper]
    if request.coordinator is not None and request.coordinator.is_active and not everybody:
        return [request.coordinator]
    rows = User.objects.filter(is_active=True, mandates__role=Role.PLACEMENT_COORDINATOR)
    return list(rows.filter(mandates__organisation__active=True).distinct().order_by("pk"))


def _at(organisation: int, *roles: Role) -> "QuerySet[User]":
    rows = User.objects.filter(
        is_active=True,
        mandates__organisation=organisation,
        mandates__organisation__active=True,
        mandates__role__in=roles,
    )
    return rows.distinct().order_by("pk")


def _tell_shelter(offer: Offer, kind: str, moment: str, about: Placement | None = None) -> int:
    party = offer.unit.site.organisation_id
    return _post(_at(party, Role.SHELTER), kind, about or offer, moment)


def _post(to: Collection[User], kind: str, about: Offer | Placement | Request, moment: str) -> int:
    return post(
        to=list(to),
        kind=f"placement/mail/{kind}",
        object_type=about._meta.model_name or "",
        object_number=about.number,
        moment=moment,
    )
