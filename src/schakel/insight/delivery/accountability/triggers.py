"""The database itself refuses to change what was published of a quarter, and why it was withdrawn.

A migration that alters one of these tables must install the triggers anew: SQLite drops them with the table.
"""

from schakel.foundation.vault.triggers import append_only, operations, together

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
_KNOWN = (
    "EXISTS (SELECT 1 FROM accountability_statement WHERE state = 'published' AND (id = NEW.id "
    "OR (NEW.state <> 'discarded' AND number = NEW.number AND correction = NEW.correction)))"
)
_ABORT = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
_INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER {_STATEMENT}_no_update BEFORE UPDATE ON {_STATEMENT} WHEN {_PUBLISHED} {_ABORT}",
        f"CREATE TRIGGER {_STATEMENT}_no_delete BEFORE DELETE ON {_STATEMENT} WHEN {_PUBLISHED} {_ABORT}",
        f"CREATE TRIGGER {_STATEMENT}_known BEFORE INSERT ON {_STATEMENT} WHEN {_KNOWN} {_ABORT}",
        f"CREATE TRIGGER {_PART}_full BEFORE INSERT ON {_PART} WHEN {_FULL} {_ABORT}",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION accountability_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_FULL} THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER accountability_full BEFORE INSERT ON {_PART} "
        "FOR EACH ROW EXECUTE FUNCTION accountability_full()",
        f"CREATE TRIGGER accountability_fixed BEFORE UPDATE OR DELETE ON {_STATEMENT} "
        f"FOR EACH ROW WHEN ({_PUBLISHED}) EXECUTE FUNCTION vault_refuse('{_REFUSAL}')",
    ],
}
_REMOVE = {
    "sqlite": [
        *(
            f"DROP TRIGGER IF EXISTS {_STATEMENT}_{name}"
            for name in ("no_update", "no_delete", "known")
        ),
        f"DROP TRIGGER IF EXISTS {_PART}_full",
    ],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS accountability_fixed ON {_STATEMENT}",
        f"DROP TRIGGER IF EXISTS accountability_full ON {_PART}",
        "DROP FUNCTION IF EXISTS accountability_full()",
    ],
}

# First what makes the function that refuses, in PostgreSQL.
install, remove = together(
    append_only(_PART, _NOTE, refusal=_REFUSAL), operations(_INSTALL, _REMOVE)
)
