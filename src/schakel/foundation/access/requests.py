"""Who asks, and where in the system the work comes from: the audit log's "access point" (NEN 7513)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from schakel.foundation.access.actors import Actor

_access_point: ContextVar[str] = ContextVar("access_point", default="")


def access_point() -> str:
    """The name of the page, API operation or command at work; never an address with its parameters."""
    return _access_point.get()


def actor_of(request: HttpRequest) -> Actor:
    """Whoever is signed in; `PermissionDenied` for a visitor, whom the middleware sends away before."""
    if request.user.is_anonymous:
        raise PermissionDenied("nobody is signed in")
    return request.user


@contextmanager
def working_from(name: str) -> Iterator[None]:
    """Everything inside is done from `name`, such as ``command:import-reports``."""
    token = _access_point.set(name)
    try:
        yield
    finally:
        _access_point.reset(token)


class AccessPointMiddleware:
    """Name the page at work after its route."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with working_from("web"):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: object) -> None:
        if request.resolver_match is not None:
            name = request.resolver_match.view_name
            _access_point.set(name if name.startswith("api:") else f"web:{name}")
