"""The database itself refuses to change where an action stood, or an agenda of a meeting that is over.

A migration that alters one of these tables must install the triggers anew: SQLite drops them with the table.
"""

from schakel.foundation.vault.triggers import append_only, operations, together

_REFUSAL = "minutes that are ready cannot be changed"
_ITEM = "meetings_agendaitem"
# An item may still be written where its meeting is planned, or where it waits for one.
_OVER = (
    "EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.id = OLD.meeting_id AND m.state <> 'PLANNED')"
)
# Closing a meeting comes first; what it left open is marked as gone to the next one after that.
_LEFT = (
    "NEW.minutes = OLD.minutes AND NEW.decision = OLD.decision AND NEW.answer = OLD.answer "
    "AND NEW.title = OLD.title AND OLD.outcome IN ('', 'NEXT') AND NEW.outcome = 'NEXT'"
)
_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
_INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER {_ITEM}_fixed BEFORE UPDATE ON {_ITEM} WHEN {_OVER} AND NOT ({_LEFT}) {_REFUSE}",
        f"CREATE TRIGGER {_ITEM}_kept BEFORE DELETE ON {_ITEM} WHEN {_OVER} {_REFUSE}",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION meetings_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_OVER} THEN IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; "
        f"IF NOT ({_LEFT}) THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER meetings_fixed BEFORE UPDATE OR DELETE ON {_ITEM} "
        "FOR EACH ROW EXECUTE FUNCTION meetings_fixed()",
    ],
}
_REMOVE = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {_ITEM}_{name}" for name in ("fixed", "kept")],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS meetings_fixed ON {_ITEM}",
        "DROP FUNCTION IF EXISTS meetings_fixed()",
    ],
}
install, remove = together(
    operations(_INSTALL, _REMOVE), append_only("meetings_actionstep", refusal=_REFUSAL)
)
