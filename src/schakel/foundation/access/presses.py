"""A form that is sent twice is done once: the second sending gets the answer that the first one got.

What tells a sending is the CSRF token in the form. Django masks it anew for every page that it draws, so the
same token with the same content at the same address, in one session, is one page whose button was pressed
again: a double click, an impatient telephone, back to a page that the browser kept. Two tabs, or two people,
hold two pages; those meet in the actions, which look at how things stand, and in the tables' constraints.
"""

import json
import os
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from logging import getLogger
from secrets import token_hex
from socket import gethostname
from traceback import format_tb
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.core.cache import cache
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from schakel.foundation.access.middleware import is_opened_by_token
from schakel.foundation.vault.fingerprints import fingerprint
from schakel.foundation.vault.keys import VaultError
from schakel.foundation.vault.tokens import seal, unseal

_PLACE = "cache.presses"
# As long as a session without a sign of life (SESSION_COOKIE_AGE); a page that is older has expired anyhow.
KEPT_SECONDS = 45 * 60
# Of an answer that holds a secret only so long as a browser takes to follow a double click.
SECRET_SECONDS = 2 * 60
# Where another machine stops half-way the same page can be sent again after this.
RUNNING_SECONDS = 60
# So long does the second sending wait for what comes of the first.
PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.05
# A double click needs no explanation; who comes back later does.
_LATER_SECONDS = 20

_RUNNING = "running"
_PROCESS = token_hex(8)  # tells this process from an earlier one with its number
# What PostgreSQL and SQLite say of a number with too many digits, or of text that they cannot hold.
_UNFIT = (DataError, OverflowError)


def shown_once(answer: HttpResponse) -> HttpResponse:
    """An answer that itself holds what was made, such as a secret or a file: who pressed twice gets it twice.

    Not for more than some megabytes.
    """
    answer.is_shown_once = True  # type: ignore[attr-defined]
    return answer


class PressMiddleware:
    """Below the middlewares that refuse, and below the messages, so that those of the answer are kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if key := getattr(request, "press", ""):
            _keep(request, key, answer)
        return answer

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        key = _key(request)
        if not key:
            return None
        until = time.monotonic() + PATIENCE_SECONDS
        # Who finds that the first came to nothing is the first.
        while not cache.add(key, _running(), RUNNING_SECONDS):
            found = cache.get(key, _RUNNING)
            if not found.startswith(_RUNNING):
                return _again(request, found)
            if _was_killed(found):
                cache.delete(key)
            elif time.monotonic() > until:
                return render(request, "409.html", status=409)
            else:
                time.sleep(_PAUSE_SECONDS)
        request.press = key  # type: ignore[attr-defined]
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Two pages at the same moment: where an action had not seen it, the tables refuse the second.

        Or a value that no table takes came past the forms. Nothing of it stays, as an action is one
        transaction. The log names the place, not what was written, which the database's own sentence holds.
        """
        if not isinstance(error, (IntegrityError, *_UNFIT)) or request.method != "POST":
            return None
        if is_opened_by_token(request):
            return None
        place = "".join(format_tb(error.__traceback__))
        getLogger("schakel.presses").error("the database refused a change\n%s", place)
        if isinstance(error, _UNFIT):
            return render(request, "400.html", status=400)
        return render(request, "409.html", {"meanwhile": True}, status=409)


def _running() -> str:
    """What stands in the cache while this process is at work on a page."""
    return f"{_RUNNING} {gethostname()} {os.getpid()} {_PROCESS}"


def _was_killed(mark: str) -> bool:
    """Whether the process that was at work is no more, as far as can be told from here."""
    _running_word, host, number, process = f"{mark}   ".split(" ")[:4]
    if host != gethostname() or os.name != "posix":
        return False
    if int(number) == os.getpid():
        return process != _PROCESS
    try:
        os.kill(int(number), 0)  # asks, and harms nothing
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _key(request: HttpRequest) -> str:
    """Names one page's sending; "" where nobody is signed in or no page was sent.

    A piece of a page (htmx) is asked for again and again by the same page.
    """
    if request.method != "POST" or request.headers.get("HX-Request"):
        return ""
    if not request.user.is_authenticated or "csrfmiddlewaretoken" not in request.POST:
        return ""
    content = sha256()
    for part in _parts(request):
        content.update(len(part).to_bytes(8, "big"))
        content.update(part)
    session = request.session.session_key or ""
    return "press:" + fingerprint(_PLACE, session, request.get_full_path(), content.hexdigest())


def _parts(request: HttpRequest) -> Iterator[bytes]:
    for name, values in request.POST.lists():
        yield from (text.encode("utf-8", "surrogatepass") for text in (name, *values))
    for name, files in request.FILES.lists():
        for file in files:
            yield from (text.encode("utf-8", "surrogatepass") for text in (name, str(file.name)))
            yield from file.chunks()
            file.seek(0)


def _keep(request: HttpRequest, key: str, answer: HttpResponse) -> None:
    whole = getattr(answer, "is_shown_once", False)
    if not whole and answer.status_code not in (302, 303):
        cache.delete(key)  # nothing was done: the same page may be sent again
        return
    kept = {
        "at": time.time(),
        "messages": _said(request),
        "url": str(getattr(answer, "url", "")),
        "page": b64encode(answer.content).decode() if whole else "",
        "headers": dict(answer.items()) if whole else {},
    }
    sealed = seal(json.dumps(kept).encode(), _PLACE)
    cache.set(key, sealed, SECRET_SECONDS if whole else KEPT_SECONDS)


def _said(request: HttpRequest) -> list[tuple[int, str, str]]:
    """The messages of this answer, which stay where they are."""
    storage = messages.get_messages(request)
    said = []
    for one in storage:
        # What was looked at is not put into words any more when it is kept.
        one.message, one.extra_tags = str(one.message), str(one.extra_tags or "")
        said.append((one.level, one.message, one.extra_tags))
    if isinstance(storage, BaseStorage):
        storage.used = False
    return said


def _again(request: HttpRequest, sealed: str) -> HttpResponse:
    """What came of the first sending."""
    try:
        kept = json.loads(unseal(sealed, _PLACE))
    except VaultError:  # the key was taken away since
        return render(request, "409.html", status=409)
    if kept["page"]:
        return HttpResponse(b64decode(kept["page"]), headers=kept["headers"])
    waiting = [text for _level, text, _tags in _said(request)]
    for level, text, tags in kept["messages"]:
        if text not in waiting:  # the browser took the first answer in, and nobody read it yet
            messages.add_message(request, level, text, tags)
    if time.time() - kept["at"] > _LATER_SECONDS:
        at = timezone.localtime(datetime.fromtimestamp(kept["at"], UTC))
        messages.info(
            request,
            _("You sent this form before, at %(time)s. It was not done again.")
            % {"time": time_format(at)},
        )
    return HttpResponseRedirect(kept["url"])
