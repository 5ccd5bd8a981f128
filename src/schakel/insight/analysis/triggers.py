"""The database itself refuses to change or remove what says which snapshot a figure was counted from.

A migration that alters the table must install the triggers anew: SQLite drops them with the table.
"""

from typing import Any

_REFUSAL = "a snapshot cannot be changed"
_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
_INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER analysis_snapshot_no_{verb.lower()} BEFORE {verb} ON analysis_snapshot {_REFUSE}"
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION analysis_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{_REFUSAL}'; END $$",
        "CREATE TRIGGER analysis_snapshot_fixed BEFORE UPDATE OR DELETE ON analysis_snapshot "
        "FOR EACH ROW EXECUTE FUNCTION analysis_refuse()",
    ],
}
_REMOVE = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS analysis_snapshot_no_{verb}" for verb in ("update", "delete")
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS analysis_snapshot_fixed ON analysis_snapshot",
        "DROP FUNCTION IF EXISTS analysis_refuse()",
    ],
}


def install(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place (a `RunPython` operation); a database without them is refused."""
    remove(_apps, schema_editor)
    for statement in _INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take the triggers away, to alter the table."""
    for statement in _REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)
