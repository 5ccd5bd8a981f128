"""The triggers of single tables, from before all figures came from one cube."""

from schakel.foundation.vault.triggers import operations

_REFUSAL = "the numbers of a release cannot be changed"
_RELEASED = (
    "EXISTS (SELECT 1 FROM disclosure_release WHERE id = OLD.release_id "
    "AND state IN ('released', 'superseded'))"
)
_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
_INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER disclosure_cell_no_update BEFORE UPDATE ON disclosure_releasecell {_REFUSE}",
        "CREATE TRIGGER disclosure_cell_no_delete BEFORE DELETE ON disclosure_releasecell "
        f"WHEN {_RELEASED} {_REFUSE}",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION disclosure_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' OR {_RELEASED} THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; "
        "RETURN OLD; END $$",
        "CREATE TRIGGER disclosure_cell_fixed BEFORE UPDATE OR DELETE ON disclosure_releasecell "
        "FOR EACH ROW EXECUTE FUNCTION disclosure_refuse()",
    ],
}
_REMOVE = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS disclosure_cell_no_update",
        "DROP TRIGGER IF EXISTS disclosure_cell_no_delete",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS disclosure_cell_fixed ON disclosure_releasecell",
        "DROP FUNCTION IF EXISTS disclosure_refuse()",
    ],
}

install, remove = operations(_INSTALL, _REMOVE)
