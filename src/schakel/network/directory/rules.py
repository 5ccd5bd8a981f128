"""Everybody reads what is public; editors and administrators change it."""

from schakel.foundation.access.rules import has_role, policy, where
from schakel.foundation.accounts.choices import Role

_KEEPERS = has_role(Role.ADMINISTRATOR, Role.EDITOR)

policy("directory.Listing", see=where("is_public", True) | _KEEPERS, change=_KEEPERS)
