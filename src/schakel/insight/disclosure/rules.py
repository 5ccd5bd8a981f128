"""Who may see, prepare and release: analysts."""

from schakel.foundation.access.rules import has_role, policy

_ANALYST = has_role("analyst")

policy("disclosure.Release", see=_ANALYST, create=_ANALYST, release=_ANALYST, discard=_ANALYST)
