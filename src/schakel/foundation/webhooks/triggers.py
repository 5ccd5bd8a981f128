"""The database itself refuses to change a try, whoever asks. Deleting stays possible, for retention."""

from schakel.foundation.vault.triggers import append_only

install, remove = append_only(
    "webhooks_attempt", refusal="webhooks_attempt is append-only", verbs=["UPDATE"]
)
