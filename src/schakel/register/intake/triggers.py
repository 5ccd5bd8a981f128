"""The database itself refuses to change a report, whoever asks: a correction is a new row.

Deleting stays possible, for retention.
"""

from schakel.foundation.vault.triggers import append_only

install, remove = append_only(
    "intake_report",
    refusal="intake_report is never changed; a correction is a new report",
    verbs=["UPDATE"],
)
