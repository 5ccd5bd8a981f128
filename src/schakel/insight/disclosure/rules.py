"""Who may see, prepare and release: disclosure officers, and analysts."""

from schakel.foundation.access.rules import has_role, policy

_OFFICER = has_role("analyst", "disclosure_officer")

policy("disclosure.Release", see=_OFFICER, create=_OFFICER, release=_OFFICER, discard=_OFFICER)
