"""The database itself keeps the ledger: no line changes or goes, and none is added beyond a lifetime.

On PostgreSQL a lock makes those who add at the same time wait for each other; SQLite has one writer anyhow.
A migration that alters the table must install the triggers anew: SQLite drops them with the table.
"""

from schakel.foundation.vault.triggers import operations
from schakel.insight.synthesis.choices import LIFETIME

_KEPT = "the ledger of the privacy budget cannot be changed"
OVERSPENT = "the privacy budget of the register is spent"
_SUM = "(SELECT COALESCE(SUM(thousandths), 0) FROM synthesis_spending)"
_TABLE = "synthesis_spending"
_INSTALL = {
    "sqlite": [
        *(
            f"CREATE TRIGGER {_TABLE}_no_{verb.lower()} BEFORE {verb} ON {_TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END"
            for verb in ("UPDATE", "DELETE")
        ),
        f"CREATE TRIGGER {_TABLE}_limit BEFORE INSERT ON {_TABLE} "
        f"WHEN NEW.thousandths < 1 OR {_SUM} + NEW.thousandths > {LIFETIME} "
        f"BEGIN SELECT RAISE(ABORT, '{OVERSPENT}'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION synthesis_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{_KEPT}'; END $$",
        "CREATE OR REPLACE FUNCTION synthesis_limit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"LOCK TABLE {_TABLE} IN SHARE ROW EXCLUSIVE MODE; "
        f"IF NEW.thousandths < 1 OR {_SUM} + NEW.thousandths > {LIFETIME} "
        f"THEN RAISE EXCEPTION '{OVERSPENT}'; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {_TABLE}_kept BEFORE UPDATE OR DELETE ON {_TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION synthesis_keep()",
        f"CREATE TRIGGER {_TABLE}_limit BEFORE INSERT ON {_TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION synthesis_limit()",
    ],
}
_REMOVE = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {_TABLE}_{name}" for name in ("no_update", "no_delete", "limit")
    ],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS {_TABLE}_kept ON {_TABLE}",
        f"DROP TRIGGER IF EXISTS {_TABLE}_limit ON {_TABLE}",
        "DROP FUNCTION IF EXISTS synthesis_keep()",
        "DROP FUNCTION IF EXISTS synthesis_limit()",
    ],
}

install, remove = operations(_INSTALL, _REMOVE)
