"""The database itself refuses to change a try, whoever asks. Deleting stays possible, for retention.

A migration that alters the table must install the trigger anew: SQLite drops it with the old table.
"""

from typing import Any

_REFUSAL = "webhooks_attempt is append-only"

_INSTALL = {
    "sqlite": [
        "CREATE TRIGGER webhooks_attempt_no_update BEFORE UPDATE ON webhooks_attempt "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION webhooks_attempt_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
        "CREATE TRIGGER webhooks_attempt_no_update BEFORE UPDATE ON webhooks_attempt "
        "FOR EACH STATEMENT EXECUTE FUNCTION webhooks_attempt_refuse()",
    ],
}
_REMOVE = {
    "sqlite": ["DROP TRIGGER IF EXISTS webhooks_attempt_no_update"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS webhooks_attempt_no_update ON webhooks_attempt",
        "DROP FUNCTION IF EXISTS webhooks_attempt_refuse()",
    ],
}


def install(_apps: Any, schema_editor: Any) -> None:
    """Put the trigger in place (a `RunPython` operation)."""
    remove(_apps, schema_editor)
    for statement in _INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take the trigger away, to alter the table."""
    for statement in _REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)
