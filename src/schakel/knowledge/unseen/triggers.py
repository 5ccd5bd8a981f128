"""The database itself refuses to change or remove a published estimate."""

from schakel.foundation.vault.triggers import append_only

install, remove = append_only(
    "unseen_publishedestimate",
    "unseen_estimatewithdrawal",
    refusal="a published estimate cannot be changed",
)
