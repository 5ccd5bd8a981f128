"""Reference data in process memory, right for several worker processes.

Reference data are read on nearly every page and change some times a year. Each process keeps them, and
asks at most once a minute for the edition in the database (one small row); a loader raises that edition
in its own transaction. So a change is visible at once in the process that loaded it, and within a minute
in all others, without a message between processes.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import F

from schakel.foundation.geography.models import ReferenceVersion

T = TypeVar("T")


def _recheck_seconds() -> float:
    return getattr(settings, "SCHAKEL_REFERENCE_RECHECK_SECONDS", 60)


# In SQL, since nearly every page asks it: to build this query takes longer than to answer it.
_VERSION = f"SELECT version FROM {ReferenceVersion._meta.db_table} WHERE name = %s"  # noqa: S608


def current_version(name: str) -> int:
    """The edition in the database; 0 where nothing was ever loaded."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, [name])
        row = cursor.fetchone()
    return row[0] if row else 0


def raise_version(name: str) -> None:
    """Tell every process that the set `name` changed; call inside the transaction of the change."""
    ReferenceVersion.objects.get_or_create(pk=name)
    row = ReferenceVersion.objects.get(pk=name)
    row.version = F("version") + 1
    row.save()


class Remembered(Generic[T]):
    """What `build` returns, kept until the edition of the set `name` changes."""

    def __init__(self, name: str, build: Callable[[], T]) -> None:
        self.name = name
        self.build = build
        # One attribute, replaced as a whole: threads see the old state or the new one.
        self._state: tuple[int, float, T] | None = None

    def get(self) -> T:
        """The value, at most `SCHAKEL_REFERENCE_RECHECK_SECONDS` (60) behind the database."""
        state, now = self._state, time.monotonic()
        if state is not None and now - state[1] < _recheck_seconds():
            return state[2]
        version = current_version(self.name)
        value = state[2] if state is not None and state[0] == version else self.build()
        self._state = (version, now, value)
        return value

    def forget(self) -> None:
        """Ask anew at the next `get`."""
        self._state = None
