"""The database itself refuses two groups in one unit, and any change to what happened.

A unit's calendar (`Occupancy`) has its holds, stays and closures; on PostgreSQL an exclusion constraint
over ranges keeps them apart, on SQLite triggers do (it has one writer at a time). Of a line only `until`
may change.
A migration that alters one of these tables must install them anew: SQLite drops triggers with the table.
"""

from typing import Any

TAKEN = "the unit is not free then"
_CALENDAR = "placement_occupancy"
_FIXED = "what happened cannot be changed"
APPENDED = ("event", "needs", "offeranswer", "confirmation", "decision", "extension")
_OVERLAPS = (  # names of our own tables only
    f"EXISTS (SELECT 1 FROM {_CALENDAR} o WHERE o.unit_id = NEW.unit_id AND o.id IS NOT NEW.id "  # noqa: S608
    "AND o.since < COALESCE(NEW.until, '9999-12-31') AND NEW.since < COALESCE(o.until, '9999-12-31') "
    "AND (o.until IS NULL OR o.until > o.since))"
)
# A range that ends where it begins is empty: a hold taken back in the moment that it was made.
_NOT_EMPTY = "(NEW.until IS NULL OR NEW.until > NEW.since)"
_MOVED = "NEW.unit_id <> OLD.unit_id OR NEW.since <> OLD.since OR NEW.kind <> OLD.kind"


def _sqlite() -> list[str]:
    taken = f"BEGIN SELECT RAISE(ABORT, '{TAKEN}'); END"
    fixed = f"BEGIN SELECT RAISE(ABORT, '{_FIXED}'); END"
    return [
        f"CREATE TRIGGER {_CALENDAR}_insert BEFORE INSERT ON {_CALENDAR} "
        f"WHEN {_NOT_EMPTY} AND {_OVERLAPS} {taken}",
        f"CREATE TRIGGER {_CALENDAR}_update BEFORE UPDATE ON {_CALENDAR} "
        f"WHEN {_NOT_EMPTY} AND {_OVERLAPS} {taken}",
        f"CREATE TRIGGER {_CALENDAR}_moved BEFORE UPDATE ON {_CALENDAR} WHEN {_MOVED} {fixed}",
        f"CREATE TRIGGER {_CALENDAR}_kept BEFORE DELETE ON {_CALENDAR} {fixed}",
        *(_kept_sqlite(table, verb) for table in APPENDED for verb in ("UPDATE", "DELETE")),
    ]


def _postgresql() -> list[str]:
    return [
        # Both as ranges, so that no extension is needed to compare the numbers of units.
        f"ALTER TABLE {_CALENDAR} ADD CONSTRAINT one_group_per_unit EXCLUDE USING gist "
        "(int8range(unit_id, unit_id, '[]') WITH &&, tstzrange(since, until) WITH &&)",
        "CREATE OR REPLACE FUNCTION placement_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{_FIXED}'; END $$",
        "CREATE OR REPLACE FUNCTION placement_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_MOVED} THEN RAISE EXCEPTION '{_FIXED}'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER placement_moved BEFORE UPDATE ON {_CALENDAR} "
        "FOR EACH ROW EXECUTE FUNCTION placement_moved()",
        f"CREATE TRIGGER placement_kept BEFORE DELETE ON {_CALENDAR} "
        "FOR EACH ROW EXECUTE FUNCTION placement_refuse()",
        *(_kept_postgresql(table) for table in APPENDED),
    ]


def _remove_sqlite() -> list[str]:
    names = [f"{_CALENDAR}_{name}" for name in ("insert", "update", "moved", "kept")]
    names += [f"placement_{table}_no_{verb}" for table in APPENDED for verb in ("update", "delete")]
    return [f"DROP TRIGGER IF EXISTS {name}" for name in names]


def _remove_postgresql() -> list[str]:
    return [
        f"ALTER TABLE {_CALENDAR} DROP CONSTRAINT IF EXISTS one_group_per_unit",
        f"DROP TRIGGER IF EXISTS placement_moved ON {_CALENDAR}",
        f"DROP TRIGGER IF EXISTS placement_kept ON {_CALENDAR}",
        *(f"DROP TRIGGER IF EXISTS placement_appended ON placement_{table}" for table in APPENDED),
        "DROP FUNCTION IF EXISTS placement_moved()",
        # placement_refuse() stays: tables of later migrations are kept as they are by it as well.
    ]


_INSTALL = {"sqlite": _sqlite, "postgresql": _postgresql}
_REMOVE = {"sqlite": _remove_sqlite, "postgresql": _remove_postgresql}


def appended(*tables: str) -> tuple[Any, Any]:
    """What a later migration runs, forward and back, so that rows of these tables stay as they are."""
    verbs = ("UPDATE", "DELETE")
    drop = "DROP TRIGGER IF EXISTS placement_"
    keep = {
        "sqlite": [_kept_sqlite(table, verb) for table in tables for verb in verbs],
        "postgresql": [_kept_postgresql(table) for table in tables],
    }
    let_go = {
        "sqlite": [f"{drop}{table}_no_{verb.lower()}" for table in tables for verb in verbs],
        "postgresql": [f"{drop}appended ON placement_{table}" for table in tables],
    }
    return _running(keep), _running(let_go)


def _running(statements: dict[str, list[str]]) -> Any:
    def run(_apps: Any, schema_editor: Any) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    return run


def _kept_sqlite(table: str, verb: str) -> str:
    return (
        f"CREATE TRIGGER placement_{table}_no_{verb.lower()} BEFORE {verb} ON placement_{table} "
        f"BEGIN SELECT RAISE(ABORT, '{_FIXED}'); END"
    )


def _kept_postgresql(table: str) -> str:
    return (
        f"CREATE TRIGGER placement_appended BEFORE UPDATE OR DELETE ON placement_{table} "
        "FOR EACH ROW EXECUTE FUNCTION placement_refuse()"
    )


def install(_apps: Any, schema_editor: Any) -> None:
    """Put them in place (a `RunPython` operation); a database without them is refused."""
    remove(_apps, schema_editor)
    for statement in _INSTALL[schema_editor.connection.vendor]():
        schema_editor.execute(statement, params=None)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take them away, to alter a table."""
    for statement in _REMOVE[schema_editor.connection.vendor]():
        schema_editor.execute(statement, params=None)
