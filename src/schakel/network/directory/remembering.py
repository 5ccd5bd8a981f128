"""Answers of the finder, which stay the same within a minute: kept in the memory of each process.

Every change of the directory draws a new mark, in its own transaction; an answer under an older mark is not
found again. By the minute, since what is open now changes on whole minutes.
"""

import secrets
from collections.abc import Callable
from hashlib import sha256

from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from schakel.foundation.geography.freshness import current_version
from schakel.foundation.geography.models import ReferenceVersion

_NAME = "directory"
_ASKED = ("municipality", "kind", "form", "age", "language", "on", "page")
# No right question is longer.
_LONGEST = 40


def remembered(request: HttpRequest, build: Callable[[int], SafeString]) -> SafeString:
    """What `build` makes of this question and the mark of the directory, at most once a minute.

    One query where it is known.
    """
    at = mark()
    asked = tuple(request.GET.get(name, "") for name in _ASKED)
    if any(len(one) > _LONGEST for one in asked):
        return build(at)
    minute = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    what = repr((get_language(), minute, at, asked))
    key = sha256(what.encode("utf-8", "surrogatepass")).hexdigest()
    cache = caches["pages"]
    found: SafeString | None = cache.get(key)
    if found is None:
        found = build(at)
        cache.set(key, found)
    return found


def remembered_fields(chosen: list[str], build: Callable[[], SafeString]) -> SafeString:
    """What `build` makes of the form where this is chosen: the same for every place, made once a minute."""
    key = sha256(repr(("fields", get_language(), chosen)).encode()).hexdigest()
    found: SafeString | None = caches["pages"].get(key)
    if found is None:
        found = build()
        caches["pages"].set(key, found)
    return found


def mark() -> int:
    """The mark of the directory as it stands."""
    return current_version(_NAME)


def renew() -> None:
    """Tell every process that the directory changed. A drawn mark: a restored backup repeats no count."""
    drawn = {"version": secrets.randbelow(2**31 - 1) + 1}
    ReferenceVersion.objects.update_or_create(pk=_NAME, defaults=drawn)
