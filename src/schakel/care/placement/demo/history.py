"""Years of requests, offers and stays, written at one go: what became of each was decided by a seeded die."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from schakel.care.placement.choices import (
    AnswerKind,
    Channel,
    Consent,
    Destination,
    Happening,
    OccupancyKind,
    Origin,
    OverstayReason,
    Priority,
    RefusalReason,
    Scheme,
    Sexes,
    State,
)
from schakel.care.placement.demo import chances, people
from schakel.care.placement.demo.houses import BOUND, HOUSES
from schakel.care.placement.models import (
    Client,
    Event,
    Extension,
    Group,
    Needs,
    Occupancy,
    Offer,
    OfferAnswer,
    Placement,
    Request,
    Stay,
    Unit,
)
from schakel.care.placement.placing import term_of
from schakel.foundation.accounts.models import Organisation

BY = "demo-data"


@dataclass
class Rows:
    """What is to be written, table by table, in the order in which it refers to itself."""

    groups: list[Group] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)
    needs: list[Needs] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    occupancies: list[Occupancy] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    answers: list[OfferAnswer] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def save(self) -> None:
        """Write everything; events in the order in which they happened."""
        self.events.sort(key=lambda event: event.at)
        tables: list[list[Any]] = [self.groups, self.clients, self.needs, self.requests]
        for rows in [*tables, self.occupancies, self.offers, self.answers]:
            _bulk(rows)
        waiting = self.placements
        while waiting:  # those first that follow from nothing unsaved
            known = [row for row in waiting if row.previous is None or row.previous.pk]
            _bulk(known)
            waiting = [row for row in waiting if row.pk is None]
        for rows in (self.extensions, self.stays, self.events):
            _bulk(rows)


def _bulk(rows: list[Any]) -> None:
    if rows:
        type(rows[0])._base_manager.bulk_create(rows, batch_size=500)


def kept_free(units: list[Unit]) -> list[Unit]:
    """The units that this evening needs: for a mother, for two women, and where one is refused."""
    women = [unit for unit in units if unit.sexes == Sexes.WOMEN]
    haven = [unit for unit in women if unit.site.name == HOUSES[0].name]
    singles = [unit for unit in haven if not unit.children]
    bound = [unit for unit in women if unit.site.organisation.name == BOUND]
    return [*singles[:2], *[unit for unit in haven if unit.children][:1], bound[0]]


class History:
    """Plays the years day by day; a unit is never given to two groups at once."""

    def __init__(self, rng: Random, units: list[Unit], askers: list[Organisation], until: date):
        self.rng, self.askers = rng, askers
        self.units = [unit for unit in units if unit not in kept_free(units)]
        self.end = _moment(until, 20)
        self.free_from = dict.fromkeys((unit.pk for unit in units), _moment(date(2000, 1, 1), 0))
        self.rows = Rows()

    def play(self, first: date) -> None:
        """From the first day to the last."""
        for asked_at in self._arrivals(first):
            party = people.party(self.rng)
            group = self._group(party, asked_at)
            if self.rng.random() >= chances.DIRECT or not self._directly(group, party, asked_at):
                self._ask(group, party, asked_at)

    def _arrivals(self, first: date) -> Iterator[datetime]:
        now = _moment(first, 8)
        while True:
            now += timedelta(days=self.rng.expovariate(chances.PER_YEAR / 365))
            if now >= self.end - timedelta(days=1):
                return
            yield now

    def _ask(self, group: Group, party: people.Party, at: datetime, *, again: bool = False) -> None:
        request = Request(
            group=group,
            asked_by=self.rng.choice(self.askers) if self.rng.random() < 0.6 else None,
            channel=self.rng.choice((Channel.PHONE, Channel.PORTAL, Channel.REPORT)),
            asked_at=at,
            scheme=party.scheme,
            needed_on=timezone.localdate(at),
            priority=self.rng.choices(list(Priority), (2, 4, 3))[0],
            consent=Consent.YES if party.main.age >= people.ADULT else Consent.REPRESENTATIVE,
            consent_on=timezone.localdate(at),
        )
        self.rows.requests.append(request)
        self._event(request, Happening.ASKED, at, state=State.NEW)
        self._event(request, Happening.STATE, at + timedelta(minutes=25), state=State.MATCHING)
        closed_at = (
            self._closed(request, at)
            if self.rng.random() < chances.CLOSED_SOON
            else self._seek(request, party, at)
        )
        if closed_at and not again and self.rng.random() < chances.ASKS_AGAIN:
            later = closed_at + timedelta(days=self.rng.uniform(5, 60))
            if later < self.end - timedelta(days=1):
                self._ask(group, party, later, again=True)

    def _group(self, party: people.Party, at: datetime) -> Group:
        group = Group(made_at=at)
        self.rows.groups.append(group)
        for person in party.people:
            client = Client(
                group=group,
                kin=person.kin,
                gender=person.gender,
                age=person.age,
                nationality=person.nationality,
            )
            self.rows.clients.append(client)
            text = json.dumps(person.facts, sort_keys=True)
            self.rows.needs.append(Needs(client=client, facts=text, at=at, by=BY))
        return group

    def _closed(self, request: Request, at: datetime) -> datetime:
        states, weights = zip(*chances.CLOSED, strict=True)
        days = min(self.rng.expovariate(1 / 6), 30)
        closed_at = min(at + timedelta(days=days, hours=1), self.end)
        if self.rng.random() < 0.4:
            self._refused(request, at + timedelta(hours=1))
        self._event(request, Happening.STATE, closed_at, state=self.rng.choices(states, weights)[0])
        return closed_at

    def _seek(self, request: Request, party: people.Party, at: datetime) -> datetime | None:
        """Find a unit; the moment at which it was closed for want of one, else None."""
        median = chances.WAIT.get(party.scheme, 9.0)
        ready = at + timedelta(days=self.rng.lognormvariate(0, 0.8) * median, hours=2)
        unit = self._unit(party, party.scheme, ready + chances.PATIENCE)
        for number in range(self.rng.choices((0, 1, 2), (6, 3, 1))[0]):
            self._refused(request, at + timedelta(hours=1 + 4 * number))
        placed_at = max(ready, self.free_from[unit.pk] + timedelta(hours=5)) if unit else ready
        if placed_at - at > timedelta(days=2):
            self._event(request, Happening.STATE, at + timedelta(hours=20), state=State.WAITLISTED)
        if unit is not None and placed_at < self.end:
            self._placed(request, party, unit, placed_at)
            return None
        if unit is None and at + chances.PATIENCE < self.end:
            closed_at = at + chances.PATIENCE
            self._event(request, Happening.STATE, closed_at, state=State.NOT_PLACEABLE)
            return closed_at
        # Whoever waits still was not for tonight.
        request.priority = max(request.priority, Priority.DAYS)
        return None

    def _unit(self, party: people.Party, scheme: str, until: datetime) -> Unit | None:
        fitting = [unit for unit in self.units if _fits(unit, party, scheme)]
        open_ones = [unit for unit in fitting if self.free_from[unit.pk] < until]
        return min(open_ones, key=lambda unit: self.free_from[unit.pk], default=None)

    def _refused(self, request: Request, at: datetime) -> None:
        """A site said no; nothing was ever held for longer than a moment."""
        others = [unit for unit in self.units if unit.site.scheme == request.scheme]
        unit = self.rng.choice(others)
        reasons, weights = zip(*chances.REFUSALS, strict=True)
        reason = self.rng.choices(reasons, weights)[0]
        if unit.site.organisation.name == BOUND and self.rng.random() < 0.5:
            reason = RefusalReason.REGION_TIE
        offer = self._offer(request, unit, at, at)
        answered = at + timedelta(hours=self.rng.uniform(0.3, 3.5))
        self._answer(offer, AnswerKind.REFUSED, answered, reason)
        self._event(
            request,
            Happening.ANSWERED,
            answered,
            offer=offer,
            reason=reason,
            state=State.MATCHING,
        )

    def _offer(self, request: Request, unit: Unit, at: datetime, until: datetime) -> Offer:
        hold = Occupancy(unit=unit, kind=OccupancyKind.HOLD, since=at, until=until, by=BY)
        offer = Offer(
            request=request,
            unit=unit,
            hold=hold,
            told="{}",
            sent_at=at,
            sent_by=BY,
            expires_at=at + timedelta(hours=4),
        )
        self.rows.occupancies.append(hold)
        self.rows.offers.append(offer)
        self._event(request, Happening.OFFERED, at, offer=offer, state=State.OFFERED)
        return offer

    def _answer(self, offer: Offer, kind: str, at: datetime, reason: str = "") -> None:
        improper = reason == RefusalReason.REGION_TIE
        self.rows.answers.append(
            OfferAnswer(offer=offer, kind=kind, reason=reason, improper=improper, at=at, by=BY)
        )

    def _placed(self, request: Request, party: people.Party, unit: Unit, at: datetime) -> None:
        sent = at - timedelta(hours=3)
        offer = self._offer(request, unit, sent, at)
        self._answer(offer, AnswerKind.ACCEPTED, sent + timedelta(hours=1))
        self._event(
            request,
            Happening.ANSWERED,
            sent + timedelta(hours=1),
            offer=offer,
            reason=AnswerKind.ACCEPTED,
            state=State.ACCEPTED,
        )
        placement = self._placement(
            request.group, unit, at, Origin.REQUEST, request=request, offer=offer
        )
        self._lives(placement, party, request)

    def _directly(self, group: Group, party: people.Party, at: datetime) -> bool:
        unit = self._unit(party, Scheme.EMERGENCY_BED, at)
        if unit is None:
            return False
        self._lives(self._placement(group, unit, at, Origin.DIRECT), party, None)
        return True

    def _placement(
        self,
        group: Group,
        unit: Unit,
        at: datetime,
        origin: Origin,
        request: Request | None = None,
        offer: Offer | None = None,
        previous: Placement | None = None,
    ) -> Placement:
        scheme = unit.site.scheme
        made = Placement(
            group=group,
            origin=origin,
            request=request,
            offer=offer,
            previous=previous,
            unit=unit,
            scheme=scheme,
            occupancy=Occupancy(unit=unit, kind=OccupancyKind.STAY, since=at, by=BY),
            placed_at=at,
            placed_by=BY,
            term_ends_on=term_of(scheme, at),
        )
        self.rows.occupancies.append(made.occupancy)
        self.rows.placements.append(made)
        self._line(
            group,
            Happening.PLACED,
            at,
            request=request,
            offer=offer,
            placement=made,
            reason=origin,
            state=State.PLACED if request else "",
        )
        return made

    def _lives(self, row: Placement, party: people.Party, request: Request | None) -> None:
        """They arrive, stay, and leave for somewhere, unless they are there still."""
        if request is not None and self.rng.random() < 0.03:
            self._did_not_come(row, request)
            return
        came = row.placed_at + timedelta(hours=2)
        median = chances.STAY.get(row.scheme, 110.0)
        days = max(1.0, median * self.rng.lognormvariate(0, chances.SPREAD.get(row.scheme, 0.6)))
        left: datetime | None = row.placed_at + timedelta(days=days)
        if left is not None and left >= self.end:
            left = None
        self._line(row.group, Happening.ARRIVED, came, request=row.request, placement=row)
        self._over_term(row, left)
        onward = self._onward(row, party, left)
        where = Destination.TRANSFER if onward else self._destination()
        for client in (one for one in self.rows.clients if one.group is row.group):
            self.rows.stays.append(
                Stay(
                    placement=row,
                    client=client,
                    arrived_at=came,
                    left_at=left,
                    destination=where if left else "",
                )
            )
        row.occupancy.until = left
        self.free_from[row.unit.pk] = left or _moment(date(2100, 1, 1), 0)
        if left is None:
            return
        ended = State.ENDED if request and not onward else ""
        self._line(
            row.group,
            Happening.LEFT,
            left,
            request=request,
            placement=row,
            reason=where,
            state=ended,
        )
        if onward:
            origin = self._placement(row.group, onward, left, Origin.TRANSFER, previous=row)
            self._lives(origin, party, request)

    def _did_not_come(self, row: Placement, request: Request) -> None:
        gone = row.placed_at + timedelta(hours=20)
        row.occupancy.until = gone
        self.free_from[row.unit.pk] = gone
        for client in (one for one in self.rows.clients if one.group is row.group):
            self.rows.stays.append(Stay(placement=row, client=client, did_not_arrive=True))
        self._event(request, Happening.NO_SHOW, gone, placement=row, state=State.NO_SHOW)
        self._event(request, Happening.STATE, gone + timedelta(days=2), state=State.WITHDRAWN)

    def _onward(self, row: Placement, party: people.Party, left: datetime | None) -> Unit | None:
        if left is None or self.rng.random() > 0.3:
            return None
        for scheme in chances.ONWARD.get(row.scheme, ()):
            unit = self._unit(party, scheme, left)
            if unit is not None:
                return unit
        return None

    def _over_term(self, row: Placement, left: datetime | None) -> None:
        term = row.term_ends_on
        if term is None or timezone.localdate(left or self.end) <= term:
            return
        told = _moment(term, 10) - timedelta(days=5)
        why = self.rng.choice(list(OverstayReason)[:4])
        until = term + timedelta(days=28)
        self.rows.extensions.append(
            Extension(placement=row, until=until, reason=why, at=told, by=BY)
        )
        self._line(row.group, Happening.EXTENDED, told, placement=row, reason=why)

    def _destination(self) -> str:
        places, weights = zip(*chances.DESTINATIONS, strict=True)
        return self.rng.choices(places, weights)[0]

    def _event(self, request: Request, kind: Happening, at: datetime, **more: object) -> None:
        self._line(request.group, kind, at, request=request, **more)

    def _line(self, group: Group, kind: Happening, at: datetime, **more: object) -> None:
        self.rows.events.append(Event(kind=kind, group=group, at=at, recorded_at=at, by=BY, **more))


def _fits(unit: Unit, party: people.Party, scheme: str) -> bool:
    main = party.main
    sex = {Sexes.WOMEN: "FEMALE", Sexes.MEN: "MALE"}.get(Sexes(unit.sexes), main.gender)
    old_enough = unit.min_age <= main.age <= (unit.max_age or 120)
    if scheme == Scheme.EMERGENCY_BED:
        old_enough = main.age >= people.ADULT
    room = unit.beds >= len(party.people) and unit.children >= party.children
    region_safe = unit.site.police_unit_id not in party.regions
    return unit.site.scheme == scheme and sex == main.gender and old_enough and room and region_safe


def _moment(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
