"""Shelter is asked for: by telephone, in the system, or with a report."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.care.placement.actions import NotPossibleError, check, happened, locked, log
from schakel.care.placement.choices import (
    Channel,
    Consent,
    Happening,
    Kin,
    Priority,
    State,
)
from schakel.care.placement.models import (
    Client,
    Group,
    Needs,
    Placement,
    Request,
    new_request_number,
)
from schakel.foundation.access.actors import Actor
from schakel.foundation.access.rules import may, require
from schakel.foundation.accounts.models import Organisation
from schakel.foundation.audit.choices import Event as Logged
from schakel.foundation.terms.answers import UNKNOWN
from schakel.methods.placement import read_facts
from schakel.register.intake.models import Report


@dataclass(frozen=True)
class PersonData:
    """One person who needs a place. `facts`: of the vocabulary of `methods.placement`, side client."""

    kin: str = Kin.MAIN
    gender: str = UNKNOWN
    age: int | None = None
    nationality: str = UNKNOWN
    surname: str = ""
    given_names: str = ""
    date_of_birth: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RequestData:
    """What somebody asks. The first person is who it is about."""

    people: tuple[PersonData, ...]
    channel: str = Channel.PHONE
    scheme: str = ""
    needed_on: date | None = None
    priority: str = Priority.NORMAL
    consent: str = Consent.NOT_ASKED
    consent_on: date | None = None
    contact: str = ""
    explanation: str = ""
    safety_reason: str = ""
    together_with: str = ""
    report: Report | None = None
    asked_at: datetime | None = None
    # Chosen before the form was sent: a second click then finds the request of the first.
    number: str = ""


def ask_for_shelter(
    *, by: Actor, data: RequestData, organisation: Organisation | None = None
) -> Request:
    """Take in a request for a group of people who stay together; the same number again: the same request.

    `organisation`: who asks; None for somebody outside the system who called. Raises PermissionDenied,
    NotPossibleError("nobody") without people, and VocabularyError where a fact is not understood.
    """
    require(by, "create", "placement.Request")
    if not data.people:
        raise NotPossibleError("nobody")
    asked_at = data.asked_at or timezone.now()
    with transaction.atomic():
        if data.number and (there := Request.objects.filter(number=data.number).first()):
            return there
        group = gather(by, data.people, asked_at, data.report)
        return _asked(by, group, data, organisation, asked_at)


def ask_again(
    *,
    by: Actor,
    group: Group,
    data: RequestData,
    after: Request | None = None,
    organisation: Organisation | None = None,
) -> Request:
    """The same people need a place once more; it counts as a request, not as a first one.

    `data.people` is not looked at; the same number again: the same request. `after`: the request of the group
    by which who asked before may ask again. Raises PermissionDenied, and NotPossibleError: "housed" where
    they have a place, "waits" where they wait for one already.
    """
    if after is not None and after.group_id == group.pk:
        require(by, "repeat", after)
    else:
        require(by, "change", group)
    asked_at = data.asked_at or timezone.now()
    with transaction.atomic():
        Group.objects.select_for_update(no_key=True).get(pk=group.pk)
        if data.number and (there := group.requests.filter(number=data.number).first()):
            return there
        if why_not := _why_not_again(group):
            raise NotPossibleError(why_not)
        return _asked(by, group, data, organisation, asked_at)


def ask_for_follow_up(
    *,
    by: Actor,
    group: Group,
    data: RequestData,
    after: Request | None = None,
    organisation: Organisation | None = None,
) -> Request:
    """People who have a place need the next one. They keep theirs until they are placed there.

    It counts as a request, not as a first one; `data.people` is not looked at; the same number again: the
    same request. Who keeps the group may ask, who coordinates its care, and by `after` who asked for the
    present place, as long as they are placed on that. Raises PermissionDenied, and NotPossibleError:
    "not_there" where nobody of them is anywhere, "waits" where a request is open already.
    """
    with transaction.atomic():
        Group.objects.select_for_update(no_key=True).get(pk=group.pk)
        place = group.present_place()
        _require_follow_up(by, group, place, after)
        if data.number and (there := group.requests.filter(number=data.number).first()):
            return there
        if place is None or not place.stays.there().exists():
            raise NotPossibleError("not_there")
        if group.requests.going_on().exists():
            raise NotPossibleError("waits")
        asked_at = data.asked_at or timezone.now()
        return _asked(by, group, data, organisation, asked_at, follows=place)


def _require_follow_up(
    by: Actor, group: Group, place: Placement | None, after: Request | None
) -> None:
    if after is not None and after.group_id == group.pk:
        require(by, "repeat", after)
        check(locked(after), State.ENDED)
    elif place is None or not may(by, "care", place):
        require(by, "change", group)


def may_ask_for_follow_up(group: Group) -> bool:
    """Are these people somewhere, and is nothing asked for them?"""
    place = group.present_place()
    there = place is not None and place.stays.there().exists()
    return there and not group.requests.going_on().exists()


def may_ask_again(group: Group) -> bool:
    """Do these people neither have a place nor wait for one?"""
    return not _why_not_again(group)


def _why_not_again(group: Group) -> str:
    if group.has_place:
        return "housed"
    return "waits" if group.requests.going_on().exists() else ""


def gather(
    by: Actor, people: Iterable[PersonData], at: datetime, report: Report | None = None
) -> Group:
    """People who stay together; belongs inside the transaction of what they are gathered for."""
    group = Group.objects.create(report=report, made_at=at)
    for person in people:
        _add(by, group, person, at)
    return group


def _asked(
    by: Actor,
    group: Group,
    data: RequestData,
    organisation: Organisation | None,
    at: datetime,
    follows: Placement | None = None,
) -> Request:
    request = Request.objects.create(
        number=data.number or new_request_number(),
        group=group,
        asked_by=organisation,
        channel=data.channel,
        asked_at=at,
        scheme=data.scheme,
        needed_on=data.needed_on,
        priority=data.priority,
        consent=data.consent,
        consent_on=data.consent_on,
        contact=data.contact.strip(),
        explanation=data.explanation.strip(),
        safety_reason=data.safety_reason.strip(),
        together_with=data.together_with,
        follows=follows,
    )
    happened(by=by, kind=Happening.ASKED, group=group, request=request, state=State.NEW, at=at)
    log(by, Logged.CREATE, group, request.number, "request", "request", "needs")
    return request


def _add(by: Actor, group: Group, person: PersonData, at: datetime) -> Client:
    client = Client.objects.create(
        group=group,
        kin=person.kin,
        gender=person.gender,
        age=person.age,
        nationality=person.nationality,
        surname=person.surname.strip(),
        given_names=person.given_names.strip(),
        date_of_birth=person.date_of_birth,
    )
    write_facts(by, client, person.facts, at)
    return client


def write_facts(by: Actor, client: Client, facts: Mapping[str, Any], at: datetime) -> Needs:
    """Append what is now known of a client. Raises VocabularyError."""
    known = read_facts("client", dict(facts))
    text = json.dumps({k: _plain(v) for k, v in known.items()}, sort_keys=True, ensure_ascii=False)
    return Needs.objects.create(client=client, facts=text, at=at, by=by.actor_id)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, set | frozenset) else value


def change_facts(*, by: Actor, client: Client, facts: Mapping[str, Any]) -> Needs:
    """More is known of what a client needs; what was known before stays readable.

    Raises PermissionDenied and VocabularyError.
    """
    require(by, "change", client.group)
    with transaction.atomic():
        needs = write_facts(by, client, facts, timezone.now())
        happened(by=by, kind=Happening.CHANGED, group=client.group, reason="needs")
        log(by, Logged.CHANGE, client.group, client.group.number, "group", "needs")
    return needs


def record_consent(*, by: Actor, request: Request, consent: str, on: date | None) -> None:
    """Whether data may be passed on to a shelter. Raises PermissionDenied."""
    require(by, "change", request)
    with transaction.atomic():
        Request.objects.filter(pk=request.pk).update(consent=consent, consent_on=on)
        happened(
            by=by, kind=Happening.CHANGED, group=request.group, request=request, reason="consent"
        )
        log(by, Logged.CHANGE, request.group, request.number, "request", "consent")
