"""How fast the staff's busiest pages are, against a page with one query from the same server."""

import re
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from benchmarks.timing import Figure, medians, seconds
from schakel.foundation.accounts.choices import Role
from schakel.foundation.accounts.demo import DEMO_LOGINS, DEMO_PASSWORD
from tests.demo import Demo

ROUNDS = 30
SIGN_IN = "/account/login/"
PAGES = {
    "staff report list": ("/register/reports/", r'href="(/register/reports/[^"?]+/)"'),
    "person list": ("/register/persons/", r'href="(/register/persons/[^"?]+/)"'),
}


class Visitor:
    """A registrar's browser, reduced to one open connection and its cookies."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.connection = HTTPConnection(parts.hostname or "", parts.port)
        self.origin = address
        self.cookies: SimpleCookie = SimpleCookie()

    def ask(
        self, method: str, path: str, fields: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """(status, body, number of queries)."""
        headers = {"Cookie": "; ".join(f"{c.key}={c.value}" for c in self.cookies.values())}
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        self.connection.request(method, path, urlencode(fields or {}) if fields else None, headers)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        for value in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(value)
        return answer.status, body, answer.headers.get("X-Queries", "")

    def sign_in(self) -> None:
        _status, body, _queries = self.ask("GET", SIGN_IN)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        email = next(login.email for login in DEMO_LOGINS if login.role == Role.REGISTRAR)
        fields = {"login": email, "password": DEMO_PASSWORD, "csrfmiddlewaretoken": token[1]}
        status, _body, _queries = self.ask("POST", SIGN_IN, fields)
        assert status == 302, f"sign-in answered {status}"

    def get(self, path: str) -> tuple[str, str]:
        """(body, number of queries); anything but a page is an error."""
        status, body, queries = self.ask("GET", path)
        assert status == 200, f"{path} answered {status}"
        return body, queries


def figures(demo: Demo) -> list[Figure]:
    """Each page's median against the floor's, and its number of queries."""
    visitor = Visitor(demo.address)
    visitor.sign_in()
    paths = {"floor": "/floor/"}
    for name, (path, row) in PAGES.items():
        paths[name] = path
        found = re.search(row, visitor.get(path)[0])
        if found:
            paths[name.replace("list", "page")] = found[1]
    queries = {name: visitor.get(path)[1] for name, path in paths.items()}
    cases: dict[str, Callable[[], float]] = {
        name: partial(seconds, partial(visitor.get, path)) for name, path in paths.items()
    }
    taken = medians(cases, ROUNDS)
    return [
        Figure(
            f"{name}, {queries[name]} queries (floor: {queries['floor']})",
            f"{taken[name] * 1000:.1f} ms",
            f"{taken['floor'] * 1000:.1f} ms",
            f"{taken[name] / taken['floor']:.2f}",
            "≤ 2",
        )
        for name in paths
        if name != "floor"
    ]
