"""The database itself refuses to change the way of a signal, or what was raised; nothing is ever deleted.

Of a signal only `same_as` may be filled in, once.
A migration that alters one of these tables must install the triggers anew: SQLite drops them with the table.
"""

from schakel.foundation.vault.triggers import append_only, operations, together

_REFUSAL = "the way of a signal cannot be changed"
_SIGNAL = "signals_signal"
_FIXED = (
    *(
        "number",
        "kind",
        "theme",
        "origin",
        "organisation_id",
        "region_id",
        "municipality_id",
        "scheme",
    ),
    *("since", "until", "text", "key", "raised_by_id", "raised_for_id", "at", "by"),
)
_CHANGED = " OR ".join(
    [
        *(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _FIXED),
        "(OLD.same_as_id IS NOT NULL AND NEW.same_as_id IS DISTINCT FROM OLD.same_as_id)",
    ]
)
# SQLite before 3.39 knows no IS DISTINCT FROM; its IS NOT does the same.
_CHANGED_SQLITE = _CHANGED.replace("IS DISTINCT FROM", "IS NOT")
_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
_INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER {_SIGNAL}_kept BEFORE DELETE ON {_SIGNAL} {_REFUSE}",
        f"CREATE TRIGGER {_SIGNAL}_fixed BEFORE UPDATE ON {_SIGNAL} WHEN {_CHANGED_SQLITE} {_REFUSE}",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION signals_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{_REFUSAL}'; END $$",
        f"CREATE TRIGGER signals_kept BEFORE DELETE ON {_SIGNAL} "
        "FOR EACH ROW EXECUTE FUNCTION signals_refuse()",
        f"CREATE TRIGGER signals_fixed BEFORE UPDATE ON {_SIGNAL} FOR EACH ROW WHEN ({_CHANGED}) "
        "EXECUTE FUNCTION signals_refuse()",
    ],
}
_REMOVE = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {_SIGNAL}_{name}" for name in ("kept", "fixed")],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS signals_kept ON {_SIGNAL}",
        f"DROP TRIGGER IF EXISTS signals_fixed ON {_SIGNAL}",
        "DROP FUNCTION IF EXISTS signals_refuse()",
    ],
}
install, remove = together(
    operations(_INSTALL, _REMOVE), append_only("signals_signalstep", refusal=_REFUSAL)
)
