"""A reporter's browser, reduced to its forms: fills in the report and tries again when nothing answers."""

import json
import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from threading import Event
from time import monotonic
from urllib.parse import urlencode, urlsplit

from tests.demo import REPOSITORY, Home

NEW = "/my-reports/new/"
_RECEIPT = re.compile(r"/my-reports/(M-[0-9A-Z-]+)/")
# Between two attempts at a server that does not answer; a person would be slower.
PAUSE = 0.05
PATIENCE = 60.0
Fields = list[tuple[str, str]]


class NotAcceptedError(Exception):
    """The server answered, and it was not the receipt."""


def settings() -> dict[str, str]:
    """The settings of a home whose processes run this repository's code; no second factor is asked."""
    found = [str(REPOSITORY), str(REPOSITORY / "src"), os.environ.get("PYTHONPATH", "")]
    return {"SCHAKEL_DEMO": "1", "PYTHONPATH": os.pathsep.join(filter(None, found))}


def sessions(home: Home, count: int) -> list[str]:
    """The session keys of `count` new reporters."""
    code = f"from tests.faults.people import print_sessions; print_sessions({count})"
    done = home.run("shell", "--no-imports", "-c", code)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class _Forms(HTMLParser):
    """Where the forms of a page lead, and what a browser would send for them as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, Fields]] = []
        self.inside = False
        self.select: str | None = None
        self.area: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.inside = True
            self.forms.append((given.get("action", ""), []))
        elif self.inside:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name, fields = given.get("name", ""), self.forms[-1][1]
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
            fields.append((name, ""))
        elif tag == "option" and "selected" in given and self.select:
            fields.append((self.select, given.get("value", "")))
        elif tag == "input" and name:
            chosen = given.get("type") not in ("checkbox", "radio") or "checked" in given
            if chosen and given.get("type") != "file":
                fields.append((name, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            name, text = self.forms[-1][1].pop()
            self.forms[-1][1].append((name, text + data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def form_with(page: str, wanted: Callable[[str, Fields], bool]) -> tuple[str, Fields]:
    """(action, fields) of the first form on the page that is `wanted`."""
    parser = _Forms()
    parser.feed(page)
    for action, fields in parser.forms:
        if wanted(action, fields):
            return action, fields
    raise NotAcceptedError(f"the form is not on the page: {page[:200]}")


@dataclass
class Reporter:
    """One signed-in person; `attempts` counts the requests, `repeated` those that got no answer."""

    address: str
    session: str
    attempts: int = 0
    repeated: int = 0
    longest: float = 0.0
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    connection: HTTPConnection | None = None

    def __post_init__(self) -> None:
        self.cookies["sessionid"] = self.session

    def report(self, reference: str, *, twice: bool = False) -> str:
        """Send a report from its first page to the receipt; returns its number.

        With `twice` both buttons are clicked twice, at the same moment.
        """
        post = self._post_twice if twice else self._post
        _action, fields = form_with(self._get(NEW), lambda _action, have: "token" in dict(have))
        given = {"reporter_reference": reference, "to": "check"}
        kept = [(name, value) for name, value in fields if name not in given]
        check = post(NEW, [*kept, *given.items()])
        action, fields = form_with(self._get(check), lambda action, _f: action.endswith("/send/"))
        return self._number(post(action, fields))

    def _number(self, where: str) -> str:
        """The number on the receipt. The second of two clicks finds its draft sent, and is led there."""
        receipt = _RECEIPT.search(where)
        if receipt is None:
            _status, where, _body = self._ask("GET", where, None)
            receipt = _RECEIPT.search(where)
        if receipt is None:
            raise NotAcceptedError("sent, and no receipt")
        return receipt[1]

    def _post_twice(self, path: str, fields: Fields) -> str:
        """Where the last answer leads, as a browser shows it; the other is a tab of the same person."""
        other = replace(self, cookies=SimpleCookie(self.cookies.output(header="", sep=";")))
        other.connection = None
        with ThreadPoolExecutor(2) as both:
            clicks = [both.submit(one._post, path, fields) for one in (self, other)]
            last = [click.result() for click in as_completed(clicks)][-1]
        other.close()
        return last

    def _get(self, path: str) -> str:
        status, _where, body = self._ask("GET", path, None)
        if status != 200:
            raise NotAcceptedError(f"GET {path} answered {status}")
        return body

    def _post(self, path: str, fields: Fields) -> str:
        status, where, body = self._ask("POST", path, fields)
        if status != 302:
            raise NotAcceptedError(f"POST {path} answered {status}: {_problems(body)}")
        return where

    def _ask(self, method: str, path: str, fields: Fields | None) -> tuple[int, str, str]:
        """(status, Location, body); the same request again for as long as nobody answers."""
        deadline = monotonic() + PATIENCE
        while True:
            self.attempts += 1
            start = monotonic()
            try:
                answer = self._once(method, path, fields)
            except (OSError, HTTPException) as silence:
                self.close()
                self.repeated += 1
                if monotonic() > deadline:
                    raise NotAcceptedError(f"{method} {path}: nobody answered") from silence
                Event().wait(PAUSE)
            else:
                self.longest = max(self.longest, monotonic() - start)
                return answer

    def _once(self, method: str, path: str, fields: Fields | None) -> tuple[int, str, str]:
        if self.connection is None:
            parts = urlsplit(self.address)
            self.connection = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{c.key}={c.value}" for c in self.cookies.values())}
        body = None
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.address}
            body = urlencode(fields)
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for value in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(value)
        return answer.status, answer.headers.get("Location", ""), text

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def _problems(page: str) -> str:
    """What a page says is wrong; never what was filled in."""
    return "; ".join(re.findall(r'error-message"[^>]*>([^<]*)<', page))[:300]
