"""What an attacker with the database in hands can do: take the triggers away and change lines."""

from types import SimpleNamespace
from typing import Any

from django.db import connection

from schakel.foundation.audit import triggers


def _sql(statement: str, params: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def without_triggers() -> None:
    """Take the triggers away, until the test's transaction ends."""
    triggers.remove(None, SimpleNamespace(connection=connection, execute=_sql))


def overwrite(sequence: int, column: str, value: Any) -> None:
    """Change one column of one line."""
    _sql(f"UPDATE audit_entry SET {column} = %s WHERE sequence = %s", [value, sequence])  # noqa: S608


def erase(first: int, last: int) -> None:
    """Remove lines."""
    _sql("DELETE FROM audit_entry WHERE sequence BETWEEN %s AND %s", [first, last])


def move_head(sequence: int, end: str, seal: str = "") -> None:
    """Make the head say that the log ends elsewhere."""
    _sql("UPDATE audit_chainhead SET sequence = %s, hash = %s, seal = %s", [sequence, end, seal])
