"""Triggers in both databases, for migrations: what must never change is kept so by the database itself.

A migration that alters a table must take its triggers away before and put them back after: SQLite drops them
with the old table.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

# Per kind of database ("sqlite", "postgresql"): statements of our own names only, without parameters.
Statements = Mapping[str, Sequence[str]]
Operation = Callable[[Any, Any], None]

# The refusal is the trigger's argument, so that one function serves every table.
_REFUSE = (
    "CREATE OR REPLACE FUNCTION vault_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$"
)


def operations(install: Statements, remove: Statements) -> tuple[Operation, Operation]:
    """What `RunPython` runs forward and back. Forward may run twice; no other database will do."""

    def back(_apps: Any, schema_editor: Any) -> None:
        for statement in remove[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    def forward(apps: Any, schema_editor: Any) -> None:
        back(apps, schema_editor)
        for statement in install[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    return forward, back


def together(*pairs: tuple[Operation, Operation]) -> tuple[Operation, Operation]:
    """Several of these pairs as one."""

    def forward(apps: Any, schema_editor: Any) -> None:
        for one, _back in pairs:
            one(apps, schema_editor)

    def back(apps: Any, schema_editor: Any) -> None:
        for _forward, one in reversed(pairs):
            one(apps, schema_editor)

    return forward, back


def append_only(
    *tables: str, refusal: str, verbs: Sequence[str] = ("UPDATE", "DELETE")
) -> tuple[Operation, Operation]:
    """What `RunPython` runs so that rows of these tables can be added, and none of the verbs be done.

    Args:
        tables: names in the database.
        refusal: what the error says, without quotes.
        verbs: leave out DELETE where retention removes rows.
    """
    install = {
        "sqlite": [
            statement
            for table in tables
            for statement in (
                *(_no_sqlite(table, verb, refusal) for verb in verbs),
                _no_replace(table, refusal),
            )
        ],
        "postgresql": [_REFUSE, *(_no_postgresql(table, verbs, refusal) for table in tables)],
    }
    remove = {
        "sqlite": [
            f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
            for table in tables
            for verb in ("update", "delete", "replace")
        ],
        "postgresql": [f"DROP TRIGGER IF EXISTS {table}_kept ON {table}" for table in tables],
    }
    return operations(install, remove)


def _no_sqlite(table: str, verb: str, refusal: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


def _no_replace(table: str, refusal: str) -> str:
    """INSERT OR REPLACE removes the old row without asking the DELETE trigger."""
    return (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


def _no_postgresql(table: str, verbs: Sequence[str], refusal: str) -> str:
    return (
        f"CREATE TRIGGER {table}_kept BEFORE {' OR '.join(verbs)} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION vault_refuse('{refusal}')"
    )
