"""First shelter in the demonstration: whose logins play which part in it."""

from datetime import date

from schakel.care.placement.demo.filling import fill_demo_placement
from schakel.foundation.access.actors import SystemActor
from schakel.foundation.accounts.actions import create_demo_organisations
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.demo import DEMO_LOGINS
from schakel.foundation.accounts.models import User
from schakel.portal.demo import mix


def fill_shelter(*, by: SystemActor, seed: int) -> None:
    """Years of placements up to the last day of the demonstration's calendar, and this evening."""
    fill_demo_placement(
        by=by,
        seed=seed,
        last=date(*mix.LAST_DAY),
        coordinators=_users(Role.PLACEMENT_COORDINATOR),
        shelter=_users(Role.SHELTER)[0],
        care=_users(Role.CARE_COORDINATOR)[0],
        police=create_demo_organisations(by=by)["police"],
    )


def _users(role: Role) -> list[User]:
    logins = [login for login in DEMO_LOGINS if login.role == role]
    return [User.objects.get(email=login.email) for login in logins]
