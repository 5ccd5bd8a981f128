"""Everybody may read what is released; only analysts hand something down to be published."""

from schakel.foundation.access.rules import has_role, policy

policy("figures.PublishedTable", publish=has_role("analyst"))
