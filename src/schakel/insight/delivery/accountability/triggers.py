"""The database itself refuses to change what was published of a quarter, and why it was withdrawn.

A migration that alters one of these tables must install the triggers anew: SQLite drops them with the table.
"""

from typing import Any

_REFUSAL = "a published statement cannot be changed"
_STATEMENT, _PART, _NOTE = (
    f"accountability_{name}" for name in ("statement", "statementpart", "statementwithdrawal")
)
_PUBLISHED = "OLD.state = 'published'"
# A statement is published in both languages at once.
_FULL = (
    "(SELECT COUNT(*) FROM accountability_statementpart WHERE statement_id = NEW.statement_id) >= 2"
)
# INSERT OR REPLACE removes the old row without asking the DELETE trigger.
_KNOWN = {
    _STATEMENT: "EXISTS (SELECT 1 FROM accountability_statement WHERE state = 'published' AND (id = NEW.id "
    "OR (NEW.state <> 'discarded' AND number = NEW.number AND correction = NEW.correction)))",
    _PART: "EXISTS (SELECT 1 FROM accountability_statementpart WHERE id = NEW.id "
    "OR (statement_id = NEW.statement_id AND language = NEW.language))",
    _NOTE: "EXISTS (SELECT 1 FROM accountability_statementwithdrawal WHERE id = NEW.id "
    "OR statement_id = NEW.statement_id)",
}


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    return [
        *(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {when} {refuse}"
            for table, when in ((_STATEMENT, f"WHEN {_PUBLISHED}"), (_PART, ""), (_NOTE, ""))
            for verb in ("UPDATE", "DELETE")
        ),
        *(
            f"CREATE TRIGGER {table}_known BEFORE INSERT ON {table} WHEN {known} {refuse}"
            for table, known in _KNOWN.items()
        ),
        f"CREATE TRIGGER {_PART}_full BEFORE INSERT ON {_PART} WHEN {_FULL} {refuse}",
    ]


def _postgresql() -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION accountability_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{_REFUSAL}'; END $$",
        "CREATE OR REPLACE FUNCTION accountability_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_FULL} THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NEW; END $$",
        *(
            f"CREATE TRIGGER accountability_fixed BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW {when} EXECUTE FUNCTION accountability_refuse()"
            for table, when in ((_STATEMENT, f"WHEN ({_PUBLISHED})"), (_PART, ""), (_NOTE, ""))
        ),
        f"CREATE TRIGGER accountability_full BEFORE INSERT ON {_PART} "
        "FOR EACH ROW EXECUTE FUNCTION accountability_full()",
    ]


def _remove(vendor: str) -> list[str]:
    tables = (_STATEMENT, _PART, _NOTE)
    if vendor == "sqlite":
        names = [
            f"{table}_{verb}" for table in tables for verb in ("no_update", "no_delete", "known")
        ]
        return [f"DROP TRIGGER IF EXISTS {name}" for name in (*names, f"{_PART}_full")]
    return [
        *(f"DROP TRIGGER IF EXISTS accountability_fixed ON {table}" for table in tables),
        f"DROP TRIGGER IF EXISTS accountability_full ON {_PART}",
        "DROP FUNCTION IF EXISTS accountability_refuse()",
        "DROP FUNCTION IF EXISTS accountability_full()",
    ]


_INSTALL = {"sqlite": _sqlite, "postgresql": _postgresql}


def install(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place (a `RunPython` operation); a database without them is refused."""
    remove(_apps, schema_editor)
    for statement in _INSTALL[schema_editor.connection.vendor]():
        schema_editor.execute(statement, params=None)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take the triggers away, to alter a table."""
    for statement in _remove(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)
