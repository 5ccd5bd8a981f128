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
# An empty table may be truncated: that is how a test database is swept, and nothing is lost.
_REFUSE_FILLED = (
    "CREATE OR REPLACE FUNCTION vault_refuse_filled() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ DECLARE filled boolean; BEGIN "
    "EXECUTE format('SELECT EXISTS (SELECT FROM %I)', TG_TABLE_NAME) INTO filled; "
    "IF filled THEN RAISE EXCEPTION '%', TG_ARGV[0]; END IF; RETURN NULL; END $$"
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
    *tables: str,
    refusal: str,
    verbs: Sequence[str] = ("UPDATE", "DELETE"),
    keys: Mapping[str, Sequence[Sequence[str]]] | None = None,
) -> tuple[Operation, Operation]:
    """What `RunPython` runs so that rows of these tables can be added, and none of the verbs be done.

    Args:
        tables: names in the database.
        refusal: what the error says, without quotes.
        verbs: leave out DELETE where retention removes rows.
        keys: by table, columns that are unique together beside `id`: SQLite replaces rows by them, too.
    """
    install = {
        "sqlite": [
            statement
            for table in tables
            for statement in (
                *(_no_sqlite(table, verb, refusal) for verb in verbs),
                _no_replace(table, refusal, (keys or {}).get(table, ())),
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


def never_emptied(*tables: str, refusal: str) -> tuple[Operation, Operation]:
    """What `RunPython` runs so that PostgreSQL truncates these tables only while they are empty.

    SQLite has no TRUNCATE.
    """
    install = {
        "sqlite": [],
        "postgresql": [
            _REFUSE_FILLED,
            *(
                f"CREATE TRIGGER {table}_filled BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION vault_refuse_filled('{refusal}')"
                for table in tables
            ),
        ],
    }
    dropped = [f"DROP TRIGGER IF EXISTS {table}_filled ON {table}" for table in tables]
    return operations(install, {"sqlite": [], "postgresql": dropped})


def complete(*tables: str, when: str, refusal: str) -> tuple[Operation, Operation]:
    """What `RunPython` runs so that no row is added to one of these tables.

    Args:
        tables: names in the database.
        when: a condition in SQL about the row that is added, NEW.
        refusal: what the error says, without quotes.
    """
    install = {
        "sqlite": [
            f"CREATE TRIGGER {table}_full BEFORE INSERT ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            for table in tables
        ],
        "postgresql": [
            statement
            for table in tables
            for statement in (
                f"CREATE OR REPLACE FUNCTION {table}_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {when} THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN NEW; END $$",
                f"CREATE TRIGGER {table}_full BEFORE INSERT ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_full()",
            )
        ],
    }
    remove = {
        "sqlite": [f"DROP TRIGGER IF EXISTS {table}_full" for table in tables],
        "postgresql": [
            statement
            for table in tables
            for statement in (
                f"DROP TRIGGER IF EXISTS {table}_full ON {table}",
                f"DROP FUNCTION IF EXISTS {table}_full()",
            )
        ],
    }
    return operations(install, remove)


def _no_sqlite(table: str, verb: str, refusal: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


def _no_replace(table: str, refusal: str, keys: Sequence[Sequence[str]]) -> str:
    """INSERT OR REPLACE removes the old row without asking the DELETE trigger."""
    same = " OR ".join(
        " AND ".join(f"{column} = NEW.{column}" for column in key) for key in (("id",), *keys)
    )
    return (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


def _no_postgresql(table: str, verbs: Sequence[str], refusal: str) -> str:
    return (
        f"CREATE TRIGGER {table}_kept BEFORE {' OR '.join(verbs)} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION vault_refuse('{refusal}')"
    )
