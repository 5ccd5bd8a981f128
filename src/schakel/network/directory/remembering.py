"""The mark of the directory: what a process read under one mark is right as long as the mark stands.

Every change draws a new mark in its own transaction, so that all processes see at once that there was one.
"""

import secrets

from schakel.foundation.geography.freshness import current_version
from schakel.foundation.geography.models import ReferenceVersion

_NAME = "directory"


def mark() -> int:
    """The mark of the directory as it stands; 0 where nothing was ever written down."""
    return current_version(_NAME)


def renew() -> None:
    """Tell every process that the directory changed. A drawn mark: a restored backup repeats no count."""
    drawn = {"version": secrets.randbelow(2**31 - 1) + 1}
    ReferenceVersion.objects.update_or_create(pk=_NAME, defaults=drawn)
