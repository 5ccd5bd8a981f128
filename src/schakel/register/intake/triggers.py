"""The database itself refuses to change a report, whoever asks: a correction is a new row.

Deleting stays possible, for retention. A migration that alters the table must install the trigger
anew: SQLite drops it with the old table.
"""

from typing import Any

_REFUSAL = "intake_report is never changed; a correction is a new report"

_SQLITE = [
    "CREATE TRIGGER intake_report_no_update BEFORE UPDATE ON intake_report "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    # INSERT OR REPLACE removes the old row without asking the UPDATE trigger.
    "CREATE TRIGGER intake_report_no_replace BEFORE INSERT ON intake_report "  # noqa: S608
    "WHEN EXISTS (SELECT 1 FROM intake_report WHERE id = NEW.id) "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
]
_POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION intake_report_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
    "CREATE TRIGGER intake_report_no_update BEFORE UPDATE ON intake_report "
    "FOR EACH STATEMENT EXECUTE FUNCTION intake_report_refuse()",
]
_INSTALL = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_REMOVE = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS intake_report_no_update",
        "DROP TRIGGER IF EXISTS intake_report_no_replace",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS intake_report_no_update ON intake_report",
        "DROP FUNCTION IF EXISTS intake_report_refuse()",
    ],
}


def install(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place (a `RunPython` operation)."""
    remove(_apps, schema_editor)
    for statement in _INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take the triggers away, to alter the table."""
    for statement in _REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)
