"""A form that is sent twice makes one thing: the number of what it will make comes with it, signed."""

from collections.abc import Callable

from django.core import signing
from django.http import HttpRequest


def token(request: HttpRequest, salt: str, new_number: Callable[[], str]) -> str:
    """What the form has to bring back: that of the form that came in, or a new one."""
    return request.POST.get("token") or signing.dumps(new_number(), salt=salt)


def number(request: HttpRequest, salt: str) -> str:
    """The number that the form came with; one of our own making, or none."""
    try:
        return str(signing.loads(request.POST.get("token", ""), salt=salt))
    except signing.BadSignature:
        return ""
