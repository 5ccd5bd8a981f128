"""One line of the table of who opens what, and the roles that lines name together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from schakel.foundation.accounts.choices import STAFF_ROLES, Role
from tests.access.world import World

EVERYBODY = frozenset(Role)
CENTRE = frozenset(STAFF_ROLES)
REPORTING = frozenset({Role.REPORTER, Role.SHELTER, Role.CARE_COORDINATOR})
REGISTRAR = frozenset({Role.REGISTRAR})
ANALYST = frozenset({Role.ANALYST})
OFFICER = frozenset({Role.DISCLOSURE_OFFICER})
AUDITOR = frozenset({Role.AUDITOR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

Given = Callable[[World], dict[str, Any]]
# Where one is asked for the password once more.
CONFIRM = "/account/confirm/"
# The answer to a form that lacks something: the door is open, the form is not right.
INCOMPLETE = 422


def nothing(_world: World) -> dict[str, Any]:
    return {}


def numbered(name: str) -> Given:
    """The address names this thing of the world by its number."""
    return lambda world: {"number": getattr(world, name).number}


@dataclass(frozen=True)
class Row:
    """What one address answers to each role. `opened` and `visitor` are statuses."""

    name: str
    roles: frozenset[Role] = frozenset()
    given: Given = nothing
    opened: int = 200
    others: int = 403
    but: Mapping[frozenset[Role], int] = field(default_factory=dict)
    visitor: int | None = None
    data: Given | None = None  # sent by POST; None: opened by GET
    leads: str = ""  # where a 302 leads to
    what: str = ""  # tells two lines about one address apart

    def __str__(self) -> str:
        return f"{self.name} ({self.what})" if self.what else self.name

    def expected(self, role: Role) -> int:
        """The status for a signed-in person of this role."""
        if role in self.roles:
            return self.opened
        return next((status for roles, status in self.but.items() if role in roles), self.others)


def public(name: str, **more: Any) -> Row:
    """Everybody opens it, signed in or not."""
    return Row(name, EVERYBODY, visitor=200, **more)


def form(name: str, roles: frozenset[Role], given: Given = nothing, **more: Any) -> Row:
    """An address that only takes forms; an empty one leads back to a page."""
    return Row(name, roles, given, **{"opened": 302, "data": nothing, **more})
