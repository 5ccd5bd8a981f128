"""The database itself refuses to change, remove or add to what was released, whoever asks.

A migration that alters one of these tables must install the triggers anew: SQLite drops them with the table.
"""

from collections.abc import Iterable, Mapping
from typing import Any

PARTS = ("publishedwording", "publishedkind", "publishedchart", "publishedcell")
TABLES = ("publishedtable", *PARTS)
CUBES = ("publishedversion", "publishedcube", "withdrawal")
EDITIONS = ("publishededition", "publishededitionpart")
SYNTHETIC = ("publishedsynthetic", "syntheticwithdrawal")
_REFUSAL = "a released table cannot be changed"
# The cells are written last: with the last one in place nothing can be added to any part of the table.
_FULL = (
    "(SELECT COUNT(*) FROM figures_publishedcell WHERE table_id = NEW.table_id) >= "
    "(SELECT cell_count FROM figures_publishedtable WHERE id = NEW.table_id)"
)
# INSERT OR REPLACE removes the old row without asking the DELETE trigger.
_KNOWN = (
    "EXISTS (SELECT 1 FROM figures_publishedtable WHERE id = NEW.id "
    "OR (slug = NEW.slug AND version = NEW.version))"
)
# The cubes of a version are written in one go: with all of them in place no period can be added.
_ALL_CUBES = (
    "(SELECT COUNT(*) FROM figures_publishedcube WHERE version_id = NEW.version_id) >= "
    "(SELECT cube_count FROM figures_publishedversion WHERE id = NEW.version_id)"
)
_KNOWN_SYNTHETIC = {
    "publishedsynthetic": "EXISTS (SELECT 1 FROM figures_publishedsynthetic WHERE id = NEW.id "
    "OR number = NEW.number)",
    "syntheticwithdrawal": "EXISTS (SELECT 1 FROM figures_syntheticwithdrawal WHERE id = NEW.id "
    "OR records_id = NEW.records_id)",
}
_KNOWN_EDITIONS = {
    "publishededition": "EXISTS (SELECT 1 FROM figures_publishededition WHERE id = NEW.id "
    "OR (year = NEW.year AND figures_version = NEW.figures_version AND correction = NEW.correction))",
    "publishededitionpart": "EXISTS (SELECT 1 FROM figures_publishededitionpart WHERE id = NEW.id "
    "OR (edition_id = NEW.edition_id AND language = NEW.language))",
}
# An overview is published in both languages at once.
_BOTH_LANGUAGES = (
    "(SELECT COUNT(*) FROM figures_publishededitionpart WHERE edition_id = NEW.edition_id) >= 2"
)
_KNOWN_CUBES = {
    "publishedversion": "EXISTS (SELECT 1 FROM figures_publishedversion WHERE id = NEW.id "
    "OR version = NEW.version OR release_number = NEW.release_number)",
    "publishedcube": "EXISTS (SELECT 1 FROM figures_publishedcube WHERE id = NEW.id)",
    "withdrawal": "EXISTS (SELECT 1 FROM figures_withdrawal WHERE id = NEW.id "
    "OR version_id = NEW.version_id)",
}


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    return [
        *(
            f"CREATE TRIGGER figures_{table}_no_{verb.lower()} BEFORE {verb} ON figures_{table} {refuse}"
            for table in TABLES
            for verb in ("UPDATE", "DELETE")
        ),
        *(
            f"CREATE TRIGGER figures_{part}_full BEFORE INSERT ON figures_{part} WHEN {_FULL} {refuse}"
            for part in PARTS
        ),
        f"CREATE TRIGGER figures_publishedtable_known BEFORE INSERT ON figures_publishedtable "
        f"WHEN {_KNOWN} {refuse}",
    ]


# An empty table may be truncated: that is how a test database is swept, and nothing is lost.
_REFUSE_FUNCTION = (
    "CREATE OR REPLACE FUNCTION figures_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "DECLARE filled boolean := true; BEGIN "
    "IF TG_OP = 'TRUNCATE' THEN "
    "EXECUTE format('SELECT EXISTS (SELECT FROM %I)', TG_TABLE_NAME) INTO filled; END IF; "
    "IF filled THEN RAISE EXCEPTION 'a released table cannot be changed'; END IF; "
    "RETURN NULL; END $$"
)


def _postgresql() -> list[str]:
    statements = [
        _REFUSE_FUNCTION,
        "CREATE OR REPLACE FUNCTION figures_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_FULL} THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NEW; END $$",
        *(
            f"CREATE TRIGGER figures_full BEFORE INSERT ON figures_{part} "
            "FOR EACH ROW EXECUTE FUNCTION figures_full()"
            for part in PARTS
        ),
    ]
    return statements + [
        f"CREATE TRIGGER figures_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON figures_{table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION figures_refuse()"
        for table in TABLES
    ]


def _remove_sqlite() -> list[str]:
    names = [f"figures_{table}_no_{verb}" for table in TABLES for verb in ("update", "delete")]
    names += [f"figures_{part}_full" for part in PARTS] + ["figures_publishedtable_known"]
    return [f"DROP TRIGGER IF EXISTS {name}" for name in names]


def _remove_postgresql() -> list[str]:
    return [
        *(f"DROP TRIGGER IF EXISTS figures_fixed ON figures_{table}" for table in TABLES),
        *(f"DROP TRIGGER IF EXISTS figures_full ON figures_{part}" for part in PARTS),
        "DROP FUNCTION IF EXISTS figures_refuse()",
        "DROP FUNCTION IF EXISTS figures_full()",
    ]


_INSTALL = {"sqlite": _sqlite, "postgresql": _postgresql}
_REMOVE = {"sqlite": _remove_sqlite, "postgresql": _remove_postgresql}


def install(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place (a `RunPython` operation); a database without them is refused."""
    remove(_apps, schema_editor)
    for statement in _INSTALL[schema_editor.connection.vendor]():
        schema_editor.execute(statement, params=None)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take the triggers away, to alter a table."""
    for statement in _REMOVE[schema_editor.connection.vendor]():
        schema_editor.execute(statement, params=None)


def _fixed_sqlite(known: Mapping[str, str]) -> list[str]:
    """No row of these tables changes, goes, or takes the place of another."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    return [
        *(
            f"CREATE TRIGGER figures_{table}_no_{verb.lower()} BEFORE {verb} ON figures_{table} {refuse}"
            for table in known
            for verb in ("UPDATE", "DELETE")
        ),
        *(
            f"CREATE TRIGGER figures_{table}_known BEFORE INSERT ON figures_{table} WHEN {when} {refuse}"
            for table, when in known.items()
        ),
    ]


def _fixed_postgresql(tables: Iterable[str]) -> list[str]:
    return [
        f"CREATE TRIGGER figures_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON figures_{table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION figures_refuse()"
        for table in tables
    ]


def _cubes_sqlite() -> list[str]:
    return [
        *_fixed_sqlite(_KNOWN_CUBES),
        f"CREATE TRIGGER figures_publishedcube_full BEFORE INSERT ON figures_publishedcube "
        f"WHEN {_ALL_CUBES} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    ]


def _cubes_postgresql() -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION figures_all_cubes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_ALL_CUBES} THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER figures_full BEFORE INSERT ON figures_publishedcube "
        "FOR EACH ROW EXECUTE FUNCTION figures_all_cubes()",
        *_fixed_postgresql(CUBES),
    ]


def _free_sqlite(tables: Iterable[str]) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS figures_{table}_{name}"
        for table in tables
        for name in ("no_update", "no_delete", "known")
    ]


def _free_postgresql(tables: Iterable[str]) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS figures_fixed ON figures_{table}" for table in tables]


def _remove_cubes_sqlite() -> list[str]:
    return [*_free_sqlite(CUBES), "DROP TRIGGER IF EXISTS figures_publishedcube_full"]


def _remove_cubes_postgresql() -> list[str]:
    return [
        *_free_postgresql(CUBES),
        "DROP TRIGGER IF EXISTS figures_full ON figures_publishedcube",
        "DROP FUNCTION IF EXISTS figures_all_cubes()",
    ]


_INSTALL_CUBES = {"sqlite": _cubes_sqlite, "postgresql": _cubes_postgresql}
_REMOVE_CUBES = {"sqlite": _remove_cubes_sqlite, "postgresql": _remove_cubes_postgresql}


def install_cubes(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers of versions and cubes in place; those of single tables must be there."""
    remove_cubes(_apps, schema_editor)
    for statement in _INSTALL_CUBES[schema_editor.connection.vendor]():
        schema_editor.execute(statement, params=None)


def remove_cubes(_apps: Any, schema_editor: Any) -> None:
    """Take them away, to alter a table."""
    for statement in _REMOVE_CUBES[schema_editor.connection.vendor]():
        schema_editor.execute(statement, params=None)


def install_synthetic(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers of synthetic records in place; those of single tables must be there."""
    remove_synthetic(_apps, schema_editor)
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    found = _fixed_sqlite(_KNOWN_SYNTHETIC) if on_sqlite else _fixed_postgresql(SYNTHETIC)
    for statement in found:
        schema_editor.execute(statement, params=None)


def remove_synthetic(_apps: Any, schema_editor: Any) -> None:
    """Take them away, to alter a table."""
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in (_free_sqlite if on_sqlite else _free_postgresql)(SYNTHETIC):
        schema_editor.execute(statement, params=None)


def _editions_sqlite() -> list[str]:
    return [
        *_fixed_sqlite(_KNOWN_EDITIONS),
        "CREATE TRIGGER figures_publishededitionpart_full BEFORE INSERT ON figures_publishededitionpart "
        f"WHEN {_BOTH_LANGUAGES} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    ]


def _editions_postgresql() -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION figures_both_languages() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_BOTH_LANGUAGES} THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER figures_full BEFORE INSERT ON figures_publishededitionpart "
        "FOR EACH ROW EXECUTE FUNCTION figures_both_languages()",
        *_fixed_postgresql(EDITIONS),
    ]


def install_editions(_apps: Any, schema_editor: Any) -> None:
    """Put the triggers of annual overviews in place; those of single tables must be there."""
    remove_editions(_apps, schema_editor)
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in (_editions_sqlite if on_sqlite else _editions_postgresql)():
        schema_editor.execute(statement, params=None)


def remove_editions(_apps: Any, schema_editor: Any) -> None:
    """Take them away, to alter a table."""
    if schema_editor.connection.vendor == "sqlite":
        full = ["DROP TRIGGER IF EXISTS figures_publishededitionpart_full"]
        statements = [*_free_sqlite(EDITIONS), *full]
    else:
        statements = [
            *_free_postgresql(EDITIONS),
            "DROP TRIGGER IF EXISTS figures_full ON figures_publishededitionpart",
            "DROP FUNCTION IF EXISTS figures_both_languages()",
        ]
    for statement in statements:
        schema_editor.execute(statement, params=None)
