"""The database itself refuses to change the history of a release, and what was published or signed.

A migration that alters one of these tables must install the triggers anew: SQLite drops them with the table.
"""

from schakel.foundation.vault.triggers import operations

_HISTORY = "the history of a release cannot be changed"
_SIGNED = "a release that was published cannot be changed"
_SEEN = "OLD.state IN ('published', 'withdrawn', 'superseded')"
# What was signed. `state` may still become withdrawn.
_FIXED = ("number", "kind", "cutoff", "created_by", "signed_by", "content_hash", "revision_year")
_DIFFERS = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _FIXED)
_INSTALL = {
    "sqlite": [
        *(
            f"CREATE TRIGGER disclosure_step_no_{verb.lower()} BEFORE {verb} ON disclosure_step "
            f"BEGIN SELECT RAISE(ABORT, '{_HISTORY}'); END"
            for verb in ("UPDATE", "DELETE")
        ),
        f"CREATE TRIGGER disclosure_release_no_update BEFORE UPDATE ON disclosure_release "
        f"WHEN {_SEEN} AND ({_DIFFERS.replace('IS DISTINCT FROM', 'IS NOT')}) "
        f"BEGIN SELECT RAISE(ABORT, '{_SIGNED}'); END",
        f"CREATE TRIGGER disclosure_release_no_delete BEFORE DELETE ON disclosure_release "
        f"WHEN {_SEEN} BEGIN SELECT RAISE(ABORT, '{_SIGNED}'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION disclosure_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{_HISTORY}'; END $$",
        "CREATE OR REPLACE FUNCTION disclosure_signed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_SEEN} THEN IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{_SIGNED}'; "
        f"ELSIF {_DIFFERS} THEN RAISE EXCEPTION '{_SIGNED}'; END IF; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER disclosure_step_fixed BEFORE UPDATE OR DELETE ON disclosure_step "
        "FOR EACH ROW EXECUTE FUNCTION disclosure_refuse()",
        "CREATE TRIGGER disclosure_release_fixed BEFORE UPDATE OR DELETE ON disclosure_release "
        "FOR EACH ROW EXECUTE FUNCTION disclosure_signed()",
    ],
}
_REMOVE = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS disclosure_{name}"
        for name in ("step_no_update", "step_no_delete", "release_no_update", "release_no_delete")
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS disclosure_step_fixed ON disclosure_step",
        "DROP TRIGGER IF EXISTS disclosure_release_fixed ON disclosure_release",
        "DROP FUNCTION IF EXISTS disclosure_refuse()",
        "DROP FUNCTION IF EXISTS disclosure_signed()",
    ],
}

install, remove = operations(_INSTALL, _REMOVE)
