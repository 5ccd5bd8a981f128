"""Who makes the annual overview: editors and analysts; a disclosure officer looks along."""

from schakel.foundation.access.rules import has_role, policy

_MAKING = has_role("editor", "analyst")

policy(
    "delivery.Edition",
    see=has_role("editor", "analyst", "disclosure_officer"),
    make=_MAKING,
    write=_MAKING,
    publish=_MAKING,
)
