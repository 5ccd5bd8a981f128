"""The database itself refuses to change or remove a line of the log, whoever asks.

A migration that alters the table must install the triggers anew: SQLite drops them with the old table.
"""

from schakel.foundation.vault.triggers import operations

_REFUSAL = "audit_entry is append-only"

_SQLITE = [
    *(
        f"CREATE TRIGGER audit_entry_no_{verb.lower()} BEFORE {verb} ON audit_entry "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    # INSERT OR REPLACE removes the old row without asking the DELETE trigger.
    "CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry "
    "WHEN NEW.sequence IN (SELECT sequence FROM audit_entry) "
    "BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END",
]
_POSTGRESQL = [
    # An empty table may be truncated: that is how a test database is swept, and nothing is lost.
    "CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF TG_OP <> 'TRUNCATE' OR EXISTS (SELECT FROM audit_entry) THEN "
    f"RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NULL; END $$",
    "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
]
_INSTALL = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_REMOVE = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}" for verb in ("update", "delete", "replace")
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS audit_entry_append_only ON audit_entry",
        "DROP FUNCTION IF EXISTS audit_entry_refuse()",
    ],
}

install, remove = operations(_INSTALL, _REMOVE)
