"""How exploitation came about and went on, invented; the shares rest on nothing but the wish to show all."""

from dataclasses import dataclass, replace
from random import Random

from schakel.foundation.ui.dates import PartialDate
from schakel.foundation.ui.periods import PartialPeriod
from schakel.portal.demo import mix
from schakel.register.intake.data import CountryData

# By main form of exploitation: ways of recruiting and of keeping somebody.
RECRUITMENT = {
    "SEXUAL": ("LOVERBOY", "ONLINE_GROOMING", "FALSE_JOB", "SEXTORTION", "VOODOO"),
    "LABOUR": ("FALSE_JOB", "DEBT", "TRAVEL_AGENT", "FAMILY"),
    "CRIMINAL": ("DEBT", "ONLINE_GROOMING", "SUBSTANCES", "FORCE"),
}
RELATION = {
    "SEXUAL": ("PARTNER", "ONLINE_CONTACT", "FRIEND", "STRANGER"),
    "LABOUR": ("EMPLOYER", "SMUGGLER", "FAMILY", "FRIEND"),
    "CRIMINAL": ("FRIEND", "STRANGER", "ONLINE_CONTACT"),
}
CONTROL = {
    "SEXUAL": ("PHYSICAL_THREATS", "TAKES_EARNINGS", "PSYCHOLOGICAL_ABUSE", "SEXUAL_ABUSE"),
    "LABOUR": ("DEBT_BONDAGE", "WITHHOLDS_DOCUMENTS", "EXCESSIVE_HOURS", "FALSE_PROMISES"),
    "CRIMINAL": ("PHYSICAL_THREATS", "THREATENS_FAMILY", "SUBSTANCES", "DEBT_BONDAGE"),
}
ELSE = ("OTHER",)
ON_THE_WAY = ("DE", "BE", "FR", "IT", "ES", "HU", "AT", "TR", "LY", "GR")
# How often an institution says in which region it works; those that work nationally seldom do.
TELLS_REGION = {
    "CARE_COORDINATION": 0.98,
    "SHELTER": 0.96,
    "YOUTH_CARE": 0.95,
    "AMBULATORY": 0.94,
    "MUNICIPALITY": 1.0,
    "COA": 0.85,
    "NIDOS": 0.6,
    "LAWYER": 0.5,
    "FAIRWORK": 0.75,
}
DISTRICTS = {"KMS": 0.6, "KMZ": 0.15, "KMNO": 0.15, "KMW": 0.1}


@dataclass(frozen=True)
class Story:
    """What can be told of one person, by field of `ReportData`."""

    periods: tuple[PartialPeriod, ...] = ()
    further_places: tuple[str, ...] = ()
    countries: tuple[CountryData, ...] = ()
    recruitment_methods: tuple[str, ...] = ()
    recruiter_relations: tuple[str, ...] = ()
    control_means: tuple[str, ...] = ()


class Storyteller:
    """Draws from a source of its own, so that the people stay who they are."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(f"stories {seed}")  # noqa: S311 - invented data, not secrets
        self.senders = Random(f"senders {seed}")  # noqa: S311 - invented data, not secrets

    def tell(self, year: int, form: str, country: str, places: list[str]) -> Story:
        """What happened to somebody who is reported in `year`; of two in five nobody knows."""
        rng = self.rng
        if rng.random() < 0.4:
            return Story()
        return Story(
            periods=self._periods(year),
            further_places=tuple(rng.sample(places, 1)) if places and rng.random() < 0.12 else (),
            countries=self._countries(country),
            recruitment_methods=self._some(RECRUITMENT.get(form, ELSE), 2),
            recruiter_relations=self._some(RELATION.get(form, ELSE), 1),
            control_means=("NONE",)
            if rng.random() < 0.03
            else self._some(CONTROL.get(form, ELSE), 3),
        )

    def district(self) -> str:
        """Where the border police met somebody."""
        return self.rng.choices(list(DISTRICTS), list(DISTRICTS.values()))[0]

    def region(self, kind: str) -> str | None:
        """The police region in which an institution works, where it says so."""
        if self.senders.random() >= TELLS_REGION.get(kind, 0.0):
            return None
        weights = mix.CARE_REGIONS
        return self.senders.choices(list(weights), list(weights.values()))[0]

    def asks_advice(self) -> bool:
        """Whether somebody reports to ask the centre for advice as well."""
        return self.senders.random() < 0.09

    def rough(self, born: PartialDate | None) -> PartialDate | None:
        """A year of birth is a guess half the time; some whole dates are the 1st of January."""
        if born is None or self.rng.random() > 0.5:
            return born
        if born.month is None:
            return replace(born, about=True)
        first = born.day is not None and self.rng.random() < 0.06
        return replace(born, month=1, day=1) if first else born

    def _periods(self, year: int) -> tuple[PartialPeriod, ...]:
        rng = self.rng
        if rng.random() < 0.15:
            return ()
        first = year - rng.randint(1, 4)
        month = rng.randint(1, 12) if rng.random() < 0.6 else None
        start = PartialDate(first, month, about=rng.random() < 0.3)
        kind = rng.random()
        if kind < 0.35:
            return (PartialPeriod(start, ongoing=True),)
        if kind < 0.45:
            return (PartialPeriod(start, ongoing=False),)
        if kind < 0.6:
            return (PartialPeriod(start),)
        return (PartialPeriod(start, PartialDate(rng.randint(first, year - 1))),)

    def _countries(self, country: str) -> tuple[CountryData, ...]:
        if country in ("", "NL") or self.rng.random() < 0.3:
            return ()
        way = [one for one in ON_THE_WAY if one != country]
        passed = self.rng.sample(way, self.rng.choice((0, 0, 1, 2)))
        return (
            CountryData(country, "ORIGIN"),
            *(CountryData(one, "TRANSIT") for one in passed),
            CountryData("NL", "DESTINATION"),
        )

    def _some(self, codes: tuple[str, ...], most: int) -> tuple[str, ...]:
        if self.rng.random() < 0.08:
            return (self.rng.choice(("NOT_ASKED", "REFUSED")),)
        return tuple(self.rng.sample(codes, min(len(codes), self.rng.randint(1, most))))
