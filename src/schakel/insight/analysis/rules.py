"""Who may see unprotected counts: analysts. They hold no identity, but small counts may point at a person."""

from schakel.foundation.access.rules import has_role, policy

policy("analysis.Table", see=has_role("analyst"))
policy("analysis.Snapshot", see=has_role("analyst"), make=has_role("analyst"))
