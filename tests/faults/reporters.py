"""Who reports: a person with a browser, or a program with a token; both try again when nobody answers."""

import json
import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from threading import Event
from time import monotonic
from urllib.parse import urlencode, urlsplit

from tests.demo import REPOSITORY, Home
from tests.faults.forms import Fields, NoFormError, form_with

NEW = "/my-reports/new/"
API = "/api/v1/reports"
_RECEIPT = re.compile(r"/my-reports/(M-[0-9A-Z-]+)/")
# Between two attempts at a server that does not answer; a person would be slower.
PAUSE = 0.05
PATIENCE = 180.0


class NotAcceptedError(Exception):
    """The server answered, and it was not the receipt."""


def settings() -> dict[str, str]:
    """The settings of a home whose processes run this repository's code; no second factor is asked."""
    found = [str(REPOSITORY), str(REPOSITORY / "src"), os.environ.get("PYTHONPATH", "")]
    return {"SCHAKEL_DEMO": "1", "PYTHONPATH": os.pathsep.join(filter(None, found))}


def inside(home: Home, call: str) -> object:
    """What a function of `tests.faults.people` prints inside the home."""
    code = f"from tests.faults import people; people.{call}"
    done = home.run("shell", "--no-imports", "-c", code)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@dataclass(frozen=True)
class Access:
    """The session keys of new reporters, and the tokens of new programs."""

    sessions: list[str]
    tokens: list[str]

    def callers(self, address: str) -> list["Caller"]:
        """All of them, at the server's door."""
        return [
            *(Reporter(address, session) for session in self.sessions),
            *(Program(address, token) for token in self.tokens),
        ]


def access(home: Home, reporters: int, programs: int = 0) -> Access:
    """Make so many of both."""
    return Access(**inside(home, f"print_access({reporters}, {programs})"))


@dataclass
class Answer:
    """What came back: where to go next, and the text."""

    status: int
    where: str
    text: str


@dataclass
class Caller:
    """One caller with one connection. Counts the calls, those that nobody answered, and the longest."""

    address: str
    secret: str
    calls: int = 0
    unanswered: int = 0
    longest: float = 0.0
    connection: HTTPConnection | None = None

    def report(self, reference: str, *, twice: bool = False) -> str:
        """Send a report; returns the number on its receipt. With `twice`, all is sent twice at once."""
        raise NotImplementedError

    def headers(self) -> dict[str, str]:
        """Who calls."""
        raise NotImplementedError

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        """The same call again for as long as nobody answers."""
        deadline = monotonic() + PATIENCE
        while True:
            self.calls += 1
            start = monotonic()
            try:
                answer = self._once(method, path, body, headers)
            except (OSError, HTTPException) as silence:
                self.close()
                self.unanswered += 1
                if monotonic() > deadline:
                    raise NotAcceptedError(f"{method} {path}: nobody answered") from silence
                Event().wait(PAUSE)
            else:
                self.longest = max(self.longest, monotonic() - start)
                return answer

    def _once(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        if self.connection is None:
            parts = urlsplit(self.address)
            self.connection = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, body, {**self.headers(), **given})
        answer = self.connection.getresponse()
        if "Content-Length" not in answer.headers:  # cut off, so no answer at all
            raise HTTPException("the answer was cut off")
        text = answer.read().decode()
        self.keep(answer.headers.get_all("Set-Cookie", []))
        return Answer(answer.status, answer.headers.get("Location", ""), text)

    def keep(self, cookies: list[str]) -> None:
        """What the server wants to be shown again."""

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def at_once(self, send: Callable[["Caller"], Answer]) -> Answer:
        """Both of two equal calls at the same moment; the answer that came last, as a browser shows it."""
        other = replace(self, connection=None)
        with ThreadPoolExecutor(2) as both:
            clicks = [both.submit(send, one) for one in (self, other)]
            last = [click.result() for click in as_completed(clicks)][-1]
        other.close()
        return last


@dataclass
class Reporter(Caller):
    """A person who is signed in, and fills in the form."""

    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def __post_init__(self) -> None:
        self.cookies["sessionid"] = self.secret

    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{one.key}={one.value}" for one in self.cookies.values())
        return {"Cookie": cookies, "Origin": self.address}

    def keep(self, cookies: list[str]) -> None:
        for one in cookies:
            self.cookies.load(one)

    def report(self, reference: str, *, twice: bool = False) -> str:
        """From the first page, over the check, to the receipt."""
        try:
            _action, fields = form_with(self._get(NEW), lambda _action, have: "token" in dict(have))
            given = {"reporter_reference": reference, "to": "check"}
            kept = [(name, value) for name, value in fields if name not in given]
            check = self._post(NEW, [*kept, *given.items()], twice)
            action, fields = form_with(self._get(check), lambda action, _h: "/send/" in action)
        except NoFormError as page:
            raise NotAcceptedError(str(page)) from page
        return self._number(self._post(action, fields, twice))

    def _number(self, where: str) -> str:
        """The number on the receipt. The second of two clicks finds its draft sent, and is led there."""
        receipt = _RECEIPT.search(where) or _RECEIPT.search(self.ask("GET", where).where)
        if receipt is None:
            raise NotAcceptedError("sent, and no receipt")
        return receipt[1]

    def _get(self, path: str) -> str:
        answer = self.ask("GET", path)
        if answer.status != 200:
            raise NotAcceptedError(f"GET {path} answered {answer.status}")
        return answer.text

    def _post(self, path: str, fields: Fields, twice: bool) -> str:
        def send(caller: Caller) -> Answer:
            kind = "application/x-www-form-urlencoded"
            return caller.ask("POST", path, urlencode(fields), Content_Type=kind)

        answer = self.at_once(send) if twice else send(self)
        if answer.status != 302:
            raise NotAcceptedError(f"POST {path} answered {answer.status}")
        return answer.where


@dataclass
class Program(Caller):
    """A partner's program with a token, which gives each call a key of its own."""

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}

    def report(self, reference: str, *, twice: bool = False) -> str:
        """One call."""
        body = json.dumps({"reporter_reference": reference, "reported_on": "2026"})

        def send(caller: Caller) -> Answer:
            return caller.ask("POST", API, body, Idempotency_Key=f"key-{reference}")

        answer = self.at_once(send) if twice else send(self)
        if answer.status not in (200, 201):
            raise NotAcceptedError(f"POST {API} answered {answer.status}: {answer.text[:200]}")
        return json.loads(answer.text)["number"]
