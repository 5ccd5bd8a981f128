"""Who may see unprotected counts: analysts. They hold no identity, but small counts may point at a person."""

from schakel.foundation.access.rules import has_role, own, policy, where

policy("analysis.Table", see=has_role("analyst"))
# Officers release from a snapshot without seeing its counts.
policy(
    "analysis.Snapshot",
    see=has_role("analyst"),
    make=has_role("analyst"),
    release=has_role("disclosure_officer"),
)
# Who stands behind a number: those who work with the records anyhow. Analysts see counts.
policy("analysis.Record", see=has_role("registrar"))
policy(
    "analysis.SavedTable",
    see=has_role("analyst") & (own("owner") | where("shared", True)),
    create=has_role("analyst"),
    change=has_role("analyst") & own("owner"),
)
