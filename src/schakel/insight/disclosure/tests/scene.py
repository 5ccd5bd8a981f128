"""Invented people in years, snapshots of them, and officers."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from random import Random

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User
from schakel.insight.analysis import actions as analysis
from schakel.insight.analysis.models import Snapshot
from schakel.insight.disclosure.choices import Kind
from schakel.insight.disclosure.making import Wish, attack_next, build_next, offer, start
from schakel.insight.disclosure.models import Release
from schakel.insight.disclosure.signing import sign
from schakel.register.persons.queries import CountedRow, PersonYear

SYSTEM = SystemActor("tests")
UNKNOWN = "UNKNOWN"
_REPORTERS = (
    ("POLICE", "AMS"),
    ("POLICE", "RT"),
    ("KMAR", "KMS"),
    ("FAIRWORK", ""),
    ("LAWYER", ""),
)
_NATIONALITIES = ("NL", "NL", "PL", "NG", "FR", "KE", UNKNOWN)
_FORMS = (("LABOUR",), ("SEXUAL",), ("SEXUAL", "CRIMINAL"), ("ORGAN_REMOVAL",), (UNKNOWN,))
_AGES = (("AGE_15_17", True), ("AGE_18_22", False), (UNKNOWN, True), (UNKNOWN, None))


def people(
    years: Sequence[int | None] = (2023, 2024), persons: int = 150, seed: int = 1
) -> list[PersonYear]:
    """As many `persons` in each of `years`, some reported twice."""
    chance = Random(seed)
    reports, keys = count(seed * 100_000), count(seed * 100_000)
    return [
        _person(chance, next(keys), year, reports) for year in years for _number in range(persons)
    ]


def _person(chance: Random, key: int, year: int | None, reports: Iterator[int]) -> PersonYear:
    told = [
        CountedRow(next(reports), "05", *chance.choice(_REPORTERS), "IDENTIFIED")
        for _number in range(2 if chance.random() < 0.2 else 1)
    ]
    forms = chance.choice(_FORMS)
    age_group, minor = chance.choice(_AGES)
    return PersonYear(
        person=key,
        year=year,
        new=chance.random() < 0.9,
        reports=tuple(told),
        gender=chance.choice(("FEMALE", "MALE", "X", UNKNOWN)),
        age_group=age_group,
        minor=minor,
        nationality=chance.choice(_NATIONALITIES),
        forms=forms,
        main_form=forms[0],
        sectors=(UNKNOWN,),
        domestic_crossborder=chance.choice(("DOMESTIC", "CROSS_BORDER", UNKNOWN)),
        residence_status=UNKNOWN,
        police_report_status=UNKNOWN,
        reflection_period_status=UNKNOWN,
        sub3_only=chance.choice((True, False, None)),
        dossier_type="REGISTRATION",
    )


class Register:
    """Stands in for the register: what a snapshot finds in it."""

    def __init__(self, monkeypatch) -> None:
        self.people: list[PersonYear] = people()
        monkeypatch.setattr(analysis, "person_years", lambda _cutoff: list(self.people))

    def snapshot(self, cutoff: datetime | None = None) -> Snapshot:
        return analysis.make_snapshot(by=SYSTEM, cutoff=cutoff)


def officer(name: str = "officer", *more: Role) -> User:
    """Somebody who protects figures."""
    user = User.objects.create_user(f"{name}@example.org", name=name.title())
    centre, _made = Organisation.objects.get_or_create(name="Centre")
    for role in (Role.DISCLOSURE_OFFICER, *more):
        Mandate.objects.create(user=user, organisation=centre, role=role)
    return user


def offered(
    register: Register, maker: User, *periods: str, kind: Kind = Kind.REGULAR, **more: str
) -> Release:
    """A release that was built, attacked and offered for signing."""
    wish = Wish(register.snapshot(), kind, periods, **more)
    release = start(by=maker, wish=wish)
    while build_next(by=maker, release=release):
        pass
    while attack_next(by=maker, release=release):
        pass
    return offer(by=maker, release=release)


def published(
    register: Register,
    maker: User,
    second: User,
    *periods: str,
    kind: Kind = Kind.REGULAR,
    **more: str,
) -> Release:
    """One that was signed as well."""
    release = offered(register, maker, *periods, kind=kind, **more)
    return sign(by=second, release=release, content_hash=release.content_hash)
