"""The database itself refuses to change or remove a state or a contact that was written down.

A migration that alters one of the tables must install the triggers anew: SQLite drops them with the table.
"""

from typing import Any

TABLES = ("monitor_status", "monitor_contact")
_REFUSAL = "the monitor is append-only"
# INSERT OR REPLACE removes the old row without asking the DELETE trigger.
_NO_REPLACE = (
    "CREATE TRIGGER TABLE_no_replace BEFORE INSERT ON TABLE "
    "WHEN EXISTS (SELECT 1 FROM TABLE WHERE id = NEW.id) "
)


def _sqlite(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    return [
        *(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {refuse}"
            for verb in ("UPDATE", "DELETE")
        ),
        _NO_REPLACE.replace("TABLE", table) + refuse,
    ]


_FUNCTION = (
    "CREATE OR REPLACE FUNCTION monitor_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"RAISE EXCEPTION '{_REFUSAL}'; END $$"
)


def _postgresql(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION monitor_refuse()"
    )


_INSTALL = {
    "sqlite": [statement for table in TABLES for statement in _sqlite(table)],
    "postgresql": [_FUNCTION, *map(_postgresql, TABLES)],
}
_REMOVE = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
        for table in TABLES
        for verb in ("update", "delete", "replace")
    ],
    "postgresql": [
        *(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}" for table in TABLES),
        "DROP FUNCTION IF EXISTS monitor_refuse()",
    ],
}


def install(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place (a `RunPython` operation); a database without them is refused."""
    remove(_apps, schema_editor)
    for statement in _INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take the triggers away, to alter a table."""
    for statement in _REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)
