"""The database itself refuses two groups in one unit, and any change to what happened.

A unit's calendar (`Occupancy`) has its holds, stays and closures; on PostgreSQL an exclusion constraint
over ranges keeps them apart, on SQLite triggers do (it has one writer at a time). Of a line only `until`
may change.
A migration that alters one of these tables must install them anew: SQLite drops triggers with the table.
"""

from schakel.foundation.vault.triggers import Operation, append_only, operations, together

TAKEN = "the unit is not free then"
_CALENDAR = "placement_occupancy"
_FIXED = "what happened cannot be changed"
_OVERLAPS = (  # names of our own tables only
    f"EXISTS (SELECT 1 FROM {_CALENDAR} o WHERE o.unit_id = NEW.unit_id AND o.id IS NOT NEW.id "  # noqa: S608
    "AND o.since < COALESCE(NEW.until, '9999-12-31') AND NEW.since < COALESCE(o.until, '9999-12-31') "
    "AND (o.until IS NULL OR o.until > o.since))"
)
# A range that ends where it begins is empty: a hold taken back in the moment that it was made.
_NOT_EMPTY = "(NEW.until IS NULL OR NEW.until > NEW.since)"
_MOVED = "NEW.unit_id <> OLD.unit_id OR NEW.since <> OLD.since OR NEW.kind <> OLD.kind"


def appended(*tables: str) -> tuple[Operation, Operation]:
    """What a migration runs, forward and back, so that rows of these tables stay as they are."""
    return append_only(*(f"placement_{table}" for table in tables), refusal=_FIXED)


_TAKEN = f"BEGIN SELECT RAISE(ABORT, '{TAKEN}'); END"
_KEPT = f"BEGIN SELECT RAISE(ABORT, '{_FIXED}'); END"
_INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER {_CALENDAR}_insert BEFORE INSERT ON {_CALENDAR} "
        f"WHEN {_NOT_EMPTY} AND {_OVERLAPS} {_TAKEN}",
        f"CREATE TRIGGER {_CALENDAR}_update BEFORE UPDATE ON {_CALENDAR} "
        f"WHEN {_NOT_EMPTY} AND {_OVERLAPS} {_TAKEN}",
        f"CREATE TRIGGER {_CALENDAR}_moved BEFORE UPDATE ON {_CALENDAR} WHEN {_MOVED} {_KEPT}",
        f"CREATE TRIGGER {_CALENDAR}_kept BEFORE DELETE ON {_CALENDAR} {_KEPT}",
    ],
    "postgresql": [
        # Both as ranges, so that no extension is needed to compare the numbers of units.
        f"ALTER TABLE {_CALENDAR} ADD CONSTRAINT one_group_per_unit EXCLUDE USING gist "
        "(int8range(unit_id, unit_id, '[]') WITH &&, tstzrange(since, until) WITH &&)",
        "CREATE OR REPLACE FUNCTION placement_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{_FIXED}'; END IF; "
        f"IF {_MOVED} THEN RAISE EXCEPTION '{_FIXED}'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER placement_moved BEFORE UPDATE OR DELETE ON {_CALENDAR} "
        "FOR EACH ROW EXECUTE FUNCTION placement_moved()",
    ],
}
_REMOVE = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {_CALENDAR}_{name}"
        for name in ("insert", "update", "moved", "kept")
    ],
    "postgresql": [
        f"ALTER TABLE {_CALENDAR} DROP CONSTRAINT IF EXISTS one_group_per_unit",
        f"DROP TRIGGER IF EXISTS placement_moved ON {_CALENDAR}",
        "DROP FUNCTION IF EXISTS placement_moved()",
    ],
}
install, remove = together(
    operations(_INSTALL, _REMOVE),
    appended("event", "needs", "offeranswer", "confirmation", "decision", "extension"),
)
