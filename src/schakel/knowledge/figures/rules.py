"""Everybody may read what is released; analysts and disclosure officers hand something down."""

from schakel.foundation.access.rules import has_role, policy

_PUBLISHING = has_role("analyst", "disclosure_officer")
policy("figures.PublishedVersion", publish=_PUBLISHING, withdraw=_PUBLISHING)
policy("figures.PublishedEdition", publish=has_role("editor", "analyst", "disclosure_officer"))
_OFFICER = has_role("disclosure_officer")
policy("figures.PublishedSynthetic", publish=_OFFICER, withdraw=_OFFICER)
