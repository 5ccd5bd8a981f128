"""The centre's editors keep the monitor; the centre, its partners in care and the ministry read how
municipalities stand; an adviser opens the page of one's own municipality and answers for it."""

from schakel.foundation.access.rules import acts_for, has_role, policy
from schakel.foundation.accounts.choices import Role

_KEEPERS = has_role(Role.EDITOR, Role.ADMINISTRATOR)
_CENTRE = has_role(
    Role.EDITOR,
    Role.ADMINISTRATOR,
    Role.ANALYST,
    Role.REGISTRAR,
    Role.PLACEMENT_COORDINATOR,
)
_READERS = _CENTRE | has_role(Role.MUNICIPAL_ADVISER, Role.CARE_COORDINATOR, Role.MINISTRY)

policy("monitor.Status", see=_READERS, change=_KEEPERS)
_ADVISER = acts_for("organisation", Role.MUNICIPAL_ADVISER)
policy("monitor.Office", see=_CENTRE | _ADVISER, answer=_ADVISER, change=_KEEPERS)
policy("monitor.Batch", see=_KEEPERS, change=_KEEPERS)
policy("monitor.Contact", see=_KEEPERS, change=_KEEPERS)
_ASKED = acts_for("office__organisation", Role.MUNICIPAL_ADVISER)
policy("monitor.Survey", see=_KEEPERS | _ASKED, answer=_ASKED, change=_KEEPERS)
policy("monitor.Aim", see=_KEEPERS, change=_KEEPERS)
