"""Administrators of the unit run it, its auditors look on; senders and the centre come by token only."""

from schakel.foundation.access.rules import acts_for, has_role, policy, where
from schakel.foundation.accounts.choices import Role
from schakel.linkage_unit.choices import Kind

_administrator = has_role(Role.ADMINISTRATOR)
_sees = has_role(Role.ADMINISTRATOR, Role.AUDITOR)
# Whoever shows a token of this very party (foundation.accounts.tokens).
_itself = acts_for("organisation", Role.REPORTER)

policy(
    "linkage_unit.UnitPartner",
    see=_sees,
    manage=_administrator,
    send=_itself & where("kind", Kind.SENDER),
    fetch=_itself & where("kind", Kind.CENTRE),
)
policy("linkage_unit.Epoch", see=_sees, manage=_administrator)
policy("linkage_unit.UnitRun", see=_sees, start=_administrator)
policy("linkage_unit.CodeDeletion", see=_sees)
