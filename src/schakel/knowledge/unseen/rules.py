"""Everybody may read an estimate; disclosure officers let one out and take it back."""

from schakel.foundation.access.rules import has_role, policy

_OFFICER = has_role("disclosure_officer")
policy("unseen.PublishedEstimate", publish=_OFFICER, withdraw=_OFFICER)
