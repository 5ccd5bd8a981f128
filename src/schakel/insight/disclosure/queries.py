"""Questions about releases."""

from typing import Any

from schakel.foundation.accounts.models import User


def waiting(user: User) -> list[dict[str, Any]]:
    """What waits for an analyst: drafts that were built and not released."""
    return []
