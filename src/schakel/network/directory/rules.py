"""Everybody reads what is public; the centre keeps the directory, and each organisation its own entry."""

from schakel.foundation.access.rules import acts_for, has_role, policy, where
from schakel.foundation.accounts.choices import STAFF_ROLES, Role

KEEPERS = has_role(Role.ADMINISTRATOR, Role.EDITOR)
OWN_ROLES = (Role.CARE_COORDINATOR, Role.SHELTER, Role.REPORTER, Role.MUNICIPAL_ADVISER)
OWN = acts_for("organisation", *OWN_ROLES)

policy(
    "directory.Partner",
    see=has_role(*STAFF_ROLES, Role.CARE_COORDINATOR),
    change=KEEPERS,
)
policy(
    "directory.Listing",
    see=where("is_public", True) | KEEPERS | OWN,
    change=KEEPERS | OWN,
    # Where it helps and whether it is shown touches others: the centre decides.
    place=KEEPERS,
)
