"""Who may arrange status messages: administrators, as with accounts. Partners ask them."""

from schakel.foundation.access.rules import has_role, policy
from schakel.foundation.accounts.choices import Role

_administrator = has_role(Role.ADMINISTRATOR)

policy(
    "webhooks.Subscription",
    see=_administrator,
    create=_administrator,
    manage=_administrator,
    deliver=has_role("system"),
)
