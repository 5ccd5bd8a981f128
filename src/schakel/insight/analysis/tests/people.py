"""Invented reports and people who sign in, for the tests of insight."""

from random import Random

from allauth.mfa.models import Authenticator

from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.models import Mandate, Organisation, User

TYPES = ("POLICE", "KMAR", "NLA", "CARE_COORDINATION", "FAIRWORK", "SHELTER", "LAWYER")
WEIGHTS = (40, 5, 6, 30, 20, 1, 2)


def reports(
    seed: int = 1, persons: int = 500, years: tuple[int | None, ...] = (2022, 2023, 2024)
) -> list:
    """(year, kind of reporter, person): most persons once, some by two reporters, small kinds included."""
    rng = Random(seed)
    rows = []
    for person in range(persons):
        year = rng.choice(years)
        for _ in range(rng.choice((1, 1, 1, 1, 1, 1, 2, 3))):
            rows.append((year, rng.choices(TYPES, WEIGHTS)[0], person))
    return rows


def user(role: Role) -> User:
    """A person in this role, with the second factor that the role needs."""
    centre, _ = Organisation.objects.get_or_create(name="Testcentrum")
    person = User.objects.create_user(
        email=f"{role}@example.org", name=f"Test {role}", password="x" * 16
    )
    Mandate.objects.create(user=person, organisation=centre, role=role)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    return person
