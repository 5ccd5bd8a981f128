"""Everybody reads what is public; the centre keeps the directory, and each organisation its own entry."""

from schakel.foundation.access.rules import acts_for, has_role, policy, where
from schakel.foundation.accounts.choices import Role

KEEPERS = has_role(Role.ADMINISTRATOR, Role.EDITOR)
OWN = acts_for(
    "organisation",
    Role.CARE_COORDINATOR,
    Role.SHELTER,
    Role.REPORTER,
    Role.MUNICIPAL_ADVISER,
)

policy(
    "directory.Listing",
    see=where("is_public", True) | KEEPERS | OWN,
    change=KEEPERS | OWN,
    # Where it helps and whether it is shown touches others: the centre decides.
    place=KEEPERS,
)
