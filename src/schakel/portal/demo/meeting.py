"""Signals and meetings in the demonstration: whose logins play which part in it."""

from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.actions import create_demo_organisations
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.demo import DEMO_LOGINS
from schakel.foundation.accounts.models import User
from schakel.network.meetings.demo import fill_demo_network

_PARTS = {
    "secretary": Role.SECRETARY,
    "care": Role.CARE_COORDINATOR,
    "shelter": Role.SHELTER,
    "police": Role.REPORTER,
    "municipality": Role.MUNICIPAL_ADVISER,
    "ministry": Role.MINISTRY,
}


def fill_network(*, by: SystemActor) -> None:
    """What the chain raised, and the platforms that talk about it."""
    fill_demo_network(
        parties=create_demo_organisations(by=by),
        people={part: _user(role) for part, role in _PARTS.items()},
    )


def _user(role: Role) -> User:
    email = next(login.email for login in DEMO_LOGINS if login.role == role)
    return User.objects.get(email=email)
