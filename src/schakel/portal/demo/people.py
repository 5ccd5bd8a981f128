"""Invented persons and the reports made about them, as data; nothing here touches the database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from schakel.foundation.ui.dates import PartialDate
from schakel.portal.demo import mix
from schakel.portal.demo.names import invent_name, misspell
from schakel.portal.demo.stories import Story, Storyteller
from schakel.portal.demo.traits import Describer, Traits
from schakel.register.intake.data import FormData, PurposeData, ReportData

T = TypeVar("T")
EU = frozenset({"PL", "RO", "BG", "HU", "LV", "SK"})
INVESTIGATION = {"POLICE": "BPG_4_2", "KMAR": "BPG_4_2", "NLA": "BPG_BOD_2_2"}
# How care institutions and others may share: with consent, or without any identity.
CONSENT = {"CONSENT_VICTIM": 0.62, "NO_IDENTITY": 0.38}
# Where a name may not be shared, these send a code of it to the linkage unit.
ENCODING = frozenset({"SHELTER", "YOUTH_CARE", "AMBULATORY"})


def draw(rng: Random, weights: Mapping[T, float]) -> T:
    """One key, by weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


@dataclass(frozen=True)
class DemoPerson:
    """What is true of an invented person; reports tell part of it."""

    gender: str
    country: str
    age: int | None
    born: date | None
    given_names: str
    surname: str
    forms: tuple[FormData, ...]
    residence_status: str
    municipality: str | None
    story: Story
    traits: Traits


@dataclass(frozen=True)
class DemoReport:
    """One report, and the place in the sequence of the person that it is about."""

    person: int
    data: ReportData
    second: bool


class Inventor:
    """Draws persons and reports from one seeded source, so that every demo is the same."""

    def __init__(
        self,
        *,
        seed: int,
        sectors: Mapping[str, list[str]],
        municipalities: Mapping[str, list[tuple[str, int]]],
    ) -> None:
        """`sectors` by form of exploitation; `municipalities` (code, population) by police unit."""
        self.rng = Random(seed)  # noqa: S311 - invented data, not secrets
        self.sectors = sectors
        self.municipalities = municipalities
        self.stories = Storyteller(seed)
        self.describer = Describer(seed)

    def day(self, year: int) -> date:
        """A day on which a report is made."""
        first, last = date(year, 1, 1), min(date(year, 12, 31), date(*mix.LAST_DAY))
        while True:
            day = first + timedelta(days=self.rng.randrange((last - first).days + 1))
            if self.rng.random() < mix.MONTHS[day.month - 1] / max(mix.MONTHS):
                return day

    def forms(self) -> tuple[FormData, ...]:
        """One or two forms of exploitation, the first being the main one."""
        form = draw(self.rng, mix.FORMS)
        forms = [FormData(form, self.sector(form))]
        if form != "UNKNOWN" and self.rng.random() < mix.SECOND_FORM:
            other = self.rng.choice([f for f in ("SEXUAL", "LABOUR", "CRIMINAL") if f != form])
            forms.append(FormData(other, self.sector(other)))
        return tuple(forms)

    def sector(self, form: str) -> str:
        """A sector that belongs to the form; a quarter is not known."""
        known = self.sectors.get(form, [])
        return self.rng.choice(known) if known and self.rng.random() > 0.25 else ""

    def person(self, year: int) -> DemoPerson:
        """Somebody who does not exist."""
        rng = self.rng
        forms = self.forms()
        ages = draw(rng, mix.AGE_RANGES)
        age = rng.randint(*ages) if ages else None
        minor = age is not None and age < 18
        dutch_minor = minor and rng.random() < mix.DUTCH_AMONG_MINORS
        country = "NL" if dutch_minor else draw(rng, mix.NATIONALITIES)
        gender = draw(rng, mix.GENDER.get(forms[0].form, mix.GENDER_ELSE))
        born = None
        if age is not None:
            born = date(year - age, 1, 1) + timedelta(days=rng.randrange(360))
        given_names, surname = invent_name(rng, country, gender)
        group = country if country == "NL" else "EU" if country in EU else "NON_EU"
        residence = draw(rng, mix.RESIDENCE[group]) if country else "UNKNOWN"
        municipality = self.municipality()
        places = [code for pairs in self.municipalities.values() for code, _size in pairs[:3]]
        story = self.stories.tell(year, forms[0].form, country, places)
        return DemoPerson(
            gender,
            country,
            age,
            born,
            given_names,
            surname,
            forms,
            residence,
            municipality,
            story,
            self.describer.of(country, given_names),
        )

    def municipality(self) -> str | None:
        """Where the exploitation took place; two in five are not known."""
        if self.rng.random() < 0.4:
            return None
        places = self.municipalities[draw(self.rng, mix.POLICE_UNITS)]
        return self.rng.choices([code for code, _ in places], [size for _, size in places])[0]

    def report(self, person: DemoPerson, kind: str, on: date) -> ReportData:
        """What one reporter sends about a person, without organisation and reference."""
        rng = self.rng
        ground = INVESTIGATION.get(kind) or draw(rng, CONSENT)
        identified = ground != "NO_IDENTITY"
        shelter = rng.random() < 0.24
        purposes = [PurposeData("REGISTRATION", ground)]
        if shelter and identified:
            purposes.append(
                PurposeData("SHELTER", "CONSENT_VICTIM", PartialDate(on.year, on.month, on.day))
            )
        elif identified and self.stories.asks_advice():
            purposes.append(PurposeData("INFO_ADVICE", ground))
        born = self.stories.rough(self.told(person.born)) if identified else None
        crossed = "CROSS_BORDER" if person.story.countries else "DOMESTIC"
        non_eu = person.residence_status in (
            "B8_REFLECTION",
            "B8_PERMIT",
            "DUBLIN",
            "ASYLUM_PENDING",
        )
        return ReportData(
            reporter_type=kind,
            reported_on=PartialDate(on.year, on.month, on.day),
            surname=person.surname if identified else "",
            given_names=person.given_names if identified else "",
            date_of_birth=born,
            age=None if person.born is None or rng.random() < 0.02 else person.age,
            gender=person.gender,
            nationalities=(person.country,) if person.country else (),
            country_of_birth=person.country or None,
            residence_status=person.residence_status,
            forms=person.forms,
            place_municipality=person.municipality,
            place_country="NL" if person.municipality else None,
            domestic_crossborder="UNKNOWN" if person.municipality is None else crossed,
            police_unit=self.region(kind),
            **vars(person.story),
            **(self.describer.told(person.traits, kind, born is not None) if identified else {}),
            purposes=tuple(purposes),
            police_report_status=rng.choice(("NONE", "INTAKE", "FILED", "DECLINED", "UNKNOWN")),
            reflection_period_status="UNKNOWN" if non_eu else "NONE",
            sub3_only=kind == "KMAR" and rng.random() < 0.4,
            encoded=(kind in ENCODING and not identified) or None,
        )

    def region(self, kind: str) -> str | None:
        """The police have units, the border police districts; institutions mostly say theirs."""
        if kind == "KMAR":
            return self.stories.district()
        if kind == "POLICE":
            return draw(self.rng, mix.POLICE_UNITS)
        return self.stories.region(kind)

    def told(self, born: date | None) -> PartialDate | None:
        """A date of birth as people tell it: whole, or only its month or year."""
        if born is None:
            return None
        precision = self.rng.choices(("day", "month", "year"), (0.9, 0.03, 0.07))[0]
        whole = PartialDate(born.year, born.month, born.day)
        return {"day": whole, "month": replace(whole, day=None), "year": PartialDate(born.year)}[
            precision
        ]

    def reports(self, year: int, first: int) -> Iterator[DemoReport]:
        """All reports of a year; persons are numbered from `first`."""
        weights = dict(zip(mix.REPORTER_KINDS, mix.reporter_weights(year), strict=True))
        for number in range(first, first + mix.PERSONS[year]):
            person = self.person(year)
            kind, day = draw(self.rng, weights), self.day(year)
            yield DemoReport(number, self.report(person, kind, day), second=False)
            for _ in range(draw(self.rng, mix.REPORTS_PER_PERSON) - 1):
                kind = draw(self.rng, mix.SECOND.get(kind, mix.SECOND_ELSE))
                day += timedelta(days=self.rng.randrange(60))
                if day > date(*mix.LAST_DAY):
                    break
                heard = self.heard_by_another(person)
                yield DemoReport(number, self.report(heard, kind, day), second=True)

    def heard_by_another(self, person: DemoPerson) -> DemoPerson:
        """The same person as a second reporter knows them: one surname in eight is spelled otherwise."""
        if self.rng.random() < 0.125:
            return replace(person, surname=misspell(self.rng, person.surname))
        return person
