"""An officer agrees, an analyst delivers: nobody decides alone what leaves the house."""

from schakel.foundation.access.rules import has_role, policy

_ANALYST, _OFFICER = has_role("analyst"), has_role("disclosure_officer")

policy("deliveries.Agreement", see=_ANALYST | _OFFICER, agree=_OFFICER, end=_OFFICER, key=_OFFICER)
policy("deliveries.Delivery", see=_ANALYST | _OFFICER, make=_ANALYST)
policy("deliveries.Set", see=_ANALYST | _OFFICER)
