"""The triggers of single tables, from before all figures came from one cube."""

from typing import Any

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


def install(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place (a `RunPython` operation); a database without them is refused."""
    remove(_apps, schema_editor)
    for statement in _INSTALL[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take the triggers away, to alter the table."""
    for statement in _REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)
