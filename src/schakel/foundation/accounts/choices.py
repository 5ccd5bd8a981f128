"""The roles of the system and what each implies."""

from enum import StrEnum


class Role(StrEnum):
    """What a mandate allows; see docs/reference/roles.md for each role's pages."""

    REGISTRAR = "registrar"
    PLACEMENT_COORDINATOR = "placement_coordinator"
    CARE_COORDINATOR = "care_coordinator"
    REPORTER = "reporter"
    SHELTER = "shelter"
    MUNICIPAL_ADVISER = "municipal_adviser"
    ANALYST = "analyst"
    EDITOR = "editor"
    MINISTRY = "ministry"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


# Roles that can open a page about a person, or decide who may: these need a second factor.
SECOND_FACTOR_ROLES = frozenset(
    {
        Role.REGISTRAR,
        Role.PLACEMENT_COORDINATOR,
        Role.CARE_COORDINATOR,
        Role.REPORTER,
        Role.SHELTER,
        Role.ANALYST,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)

# Roles of the centre's own people; everybody else is a partner.
STAFF_ROLES = frozenset(
    {
        Role.REGISTRAR,
        Role.PLACEMENT_COORDINATOR,
        Role.ANALYST,
        Role.EDITOR,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)
