"""The database itself refuses to change or remove a state or a contact that was written down.

A migration that alters one of the tables must install the triggers anew: SQLite drops them with the table.
"""

from schakel.foundation.vault.triggers import append_only

install, remove = append_only(
    "monitor_status", "monitor_contact", refusal="the monitor is append-only"
)
