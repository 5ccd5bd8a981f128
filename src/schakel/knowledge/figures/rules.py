"""Everybody may read what is released; analysts and disclosure officers hand it down to be published."""

from schakel.foundation.access.rules import has_role, policy

policy("figures.PublishedTable", publish=has_role("analyst", "disclosure_officer"))
