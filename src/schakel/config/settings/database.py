"""Where the tables stand: the same for the centre and the linkage unit, each with an own address."""

from typing import Any

import dj_database_url


def databases(address: str) -> dict[str, Any]:
    """Django's DATABASES for one address."""
    default: dict[str, Any] = dict(dj_database_url.parse(address, conn_max_age=60))
    if default["ENGINE"] == "django.db.backends.sqlite3":
        # WAL: readers do not wait for the writer. IMMEDIATE: a writer waits its turn at the start of its
        # transaction instead of failing half-way with "database is locked".
        default["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA foreign_keys=ON;",
        }
    return {"default": default}
