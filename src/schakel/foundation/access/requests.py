"""Where in the system the current work comes from; the audit log's "access point" (NEN 7513)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_access_point: ContextVar[str] = ContextVar("access_point", default="")


def access_point() -> str:
    """The name of the page, API operation or command at work; never an address with its parameters."""
    return _access_point.get()


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
            _access_point.set(f"web:{request.resolver_match.view_name}")
