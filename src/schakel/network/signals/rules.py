"""The centre's own people see signals; who places people or keeps the system assesses them."""

from schakel.foundation.access.rules import has_role, policy
from schakel.foundation.accounts.choices import Role

_CENTRE = has_role(
    Role.PLACEMENT_COORDINATOR, Role.REGISTRAR, Role.ANALYST, Role.EDITOR, Role.ADMINISTRATOR
)
_ASSESSORS = has_role(Role.PLACEMENT_COORDINATOR, Role.ADMINISTRATOR)

policy("signals.Signal", see=_CENTRE, change=_ASSESSORS, create=_ASSESSORS)
policy("signals.SignalStep", see=_CENTRE)
