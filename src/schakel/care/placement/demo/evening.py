"""A busy evening, counted back from now: three invented stories, and what waits for an answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from schakel.care.placement import actions, asking, offering, opening, placing
from schakel.care.placement.asking import PersonData, RequestData
from schakel.care.placement.choices import (
    Channel,
    Consent,
    Kin,
    Priority,
    RefusalReason,
    Scheme,
    Sexes,
    State,
)
from schakel.care.placement.deciding import decide
from schakel.care.placement.demo.houses import BOUND, HAVEN
from schakel.care.placement.demo.people import ASKED
from schakel.care.placement.models import Request, Unit
from schakel.foundation.accounts.models import Organisation, User


class Evening:
    """What the coordinators find when they come in."""

    def __init__(
        self, coordinators: Sequence[User], shelter: User, care: User, police: Organisation
    ):
        self.piet, self.petra = coordinators
        self.sam, self.carla, self.police = shelter, care, police
        self.now = timezone.now()

    def play(self) -> None:
        """Everything that waits; nothing of it is older than four days."""
        self._mother_and_baby()
        self._boy_of_sixteen()
        self._raid_on_a_friday_night()
        self._offered_to_the_haven()
        self._accepted_by_the_haven()
        self._refused_for_the_region()
        self._waiting()
        self._kept_by_one()

    def _ago(self, **past: float) -> datetime:
        return self.now - timedelta(**past)

    def _ask(self, *people: PersonData, by: User | None = None, **data: Any) -> Request:
        organisation = data.pop("organisation", None)
        return asking.ask_for_shelter(
            by=by or self.piet,
            data=RequestData(people=people, **{"consent": Consent.YES, **data}),
            organisation=organisation,
        )

    def _own(self, user: User) -> Organisation:
        return user.mandates.get().organisation

    def _mother_and_baby(self) -> None:
        """A woman from Nigeria with a baby is near her term in the COSM; a next place is asked."""
        then = self._ago(days=84)
        request = self._ask(
            _person("FEMALE", 22, "NG", "Okayemi", "Precious", nationality_group="NON_EU",
                    b8_status="REFLECTION", languages=["en"], safety_level=3,
                    multi_problem=True, excluded_regions=["AMS"]),
            PersonData(kin=Kin.CHILD, gender="FEMALE", age=0, nationality="NG", surname="Okayemi",
                       facts=ASKED),
            by=self.carla,
            organisation=self._own(self.carla),
            channel=Channel.PORTAL,
            scheme=Scheme.COSM,
            priority=Priority.TONIGHT,
            asked_at=then,
        )  # fmt: skip
        unit = self._free(HAVEN, Scheme.COSM, children=1)
        if unit is None:
            return
        at = then + timedelta(hours=2)
        offer = offering.offer(by=self.piet, request=request, unit=unit, at=at)
        offering.accept(by=self.sam, offer=offer, at=at + timedelta(hours=1))
        placement = placing.place(
            by=self.piet, offer=offer, care=self._own(self.carla), at=at + timedelta(hours=2)
        )
        placing.arrive(by=self.sam, placement=placement, at=at + timedelta(hours=5))
        asking.ask_for_follow_up(
            by=self.carla,
            group=placement.group,
            data=RequestData(
                people=(),
                channel=Channel.PORTAL,
                scheme=Scheme.OMM,
                consent=Consent.YES,
                asked_at=self._ago(days=2),
            ),
            organisation=self._own(self.carla),
        )

    def _boy_of_sixteen(self) -> None:
        """A Dutch boy who had to sell drugs; youth care decides, the centre finds the way."""
        request = self._ask(
            _person("MALE", 16, "NL", "Velderveld", "Jesse", nationality_group="NL",
                    exploitation_forms=["CRIMINAL"], languages=["nl"], safety_level=2,
                    excluded_regions=["RT"]),
            channel=Channel.PHONE,
            organisation=self.police,
            scheme=Scheme.YOUTH_CARE,
            priority=Priority.DAYS,
            consent=Consent.REPRESENTATIVE,
            asked_at=self._ago(hours=26),
        )  # fmt: skip
        offering.move(by=self.piet, request=request, state=State.TRIAGE)
        actions.note_for_next_shift(
            by=self.piet,
            request=request,
            text="Moeder is akkoord. Jeugdhulp belt morgen om 9 uur terug.",
        )

    def _raid_on_a_friday_night(self) -> None:
        """Four men from Romania, found in one shed: four requests, one evening."""
        first = ""
        for number, (name, age) in enumerate(
            (("Mihai", 24), ("Ion", 41), ("Vasile", 33), ("Andrei", 19))
        ):
            request = self._ask(
                _person("MALE", age, "RO", f"Dra{'oeiu'[number]}rescu", name, nationality_group="EU",
                        labour_exploitation=True, exploitation_forms=["LABOUR"], languages=["ro"],
                        safety_level=1, excluded_regions=["ZWB"]),
                channel=Channel.PHONE,
                organisation=self.police,
                scheme=Scheme.NLA,
                priority=Priority.TONIGHT,
                together_with=first,
                asked_at=self._ago(minutes=70 - 5 * number),
            )  # fmt: skip
            first = first or request.number

    def _offered_to_the_haven(self) -> None:
        request = self._woman("Kadiatou", "Sesgorudo", 29, "SL", hours=5)
        unit = self._free(HAVEN, Scheme.COSM)
        if unit:
            why = "De nachtdienst daar spreekt haar taal."
            decide(by=self.piet, request=request, chosen=[unit], deviation=why)

    def _accepted_by_the_haven(self) -> None:
        request = self._woman("Amina", "Hazaroudi", 26, "UG", hours=9)
        unit = self._free(HAVEN, Scheme.COSM)
        if unit:
            offer = offering.offer(by=self.piet, request=request, unit=unit, at=self._ago(hours=2))
            offering.accept(by=self.sam, offer=offer, at=self._ago(hours=1))

    def _refused_for_the_region(self) -> None:
        """A shelter that says no to people from elsewhere."""
        request = self._ask(
            _person("FEMALE", 31, "NL", "Hoogbroveld", "Marit", nationality_group="NL",
                    languages=["nl"], safety_level=2, excluded_regions=["MN"]),
            scheme=Scheme.WOMENS_SHELTER,
            priority=Priority.DAYS,
            asked_at=self._ago(days=2),
        )  # fmt: skip
        unit = self._free(BOUND, Scheme.WOMENS_SHELTER)
        if unit:
            offer = offering.offer(by=self.piet, request=request, unit=unit, at=self._ago(days=1))
            offering.refuse(
                by=self.piet,
                offer=offer,
                reason=RefusalReason.REGION_TIE,
                note="Alleen voor inwoners van deze regio, zegt de opvang aan de telefoon.",
                at=self._ago(hours=21),
            )

    def _waiting(self) -> None:
        for name, surname, age, days in (
            ("Selam", "Tezamariam", 34, 4),
            ("Yuleisy", "Mondezuela", 21, 3),
        ):
            request = self._woman(name, surname, age, "VE", hours=24 * days)
            offering.move(
                by=self.piet,
                request=request,
                state=State.WAITLISTED,
                note="Geen vrije plek buiten de regio van de dader.",
            )

    def _kept_by_one(self) -> None:
        """Somebody whom the papers write about: only one coordinator sees her."""
        request = self._woman("Thi Lan", "Trayendar", 38, "VN", hours=30)
        opening.restrict(
            by=self.petra,
            group=request.group,
            keeper=self.petra,
            reason="Veel aandacht in de media.",
        )

    def _woman(self, name: str, surname: str, age: int, country: str, hours: float) -> Request:
        return self._ask(
            _person("FEMALE", age, country, surname, name, nationality_group="NON_EU",
                    b8_status="REFLECTION", languages=["en"], safety_level=2,
                    excluded_regions=["DH"]),
            scheme=Scheme.COSM,
            priority=Priority.DAYS,
            asked_at=self._ago(hours=hours),
        )  # fmt: skip

    def _free(self, organisation: str, scheme: str, children: int = 0) -> Unit | None:
        """One of the units that the history left alone, so that a story may begin in the past."""
        rows = Unit.objects.filter(
            site__organisation__name=organisation, site__scheme=scheme, children__gte=children
        )
        return rows.exclude(sexes=Sexes.MEN).filter(occupancies=None).order_by("beds", "pk").first()


def _person(
    gender: str, age: int, nationality: str, surname: str, given_names: str, **facts: Any
) -> PersonData:
    return PersonData(
        gender=gender,
        age=age,
        nationality=nationality,
        surname=surname,
        given_names=given_names,
        facts={**ASKED, **facts},
    )
