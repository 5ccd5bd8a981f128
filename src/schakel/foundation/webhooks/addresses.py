"""Where a message may go: public machines over https, and nothing inside our own network.

Whoever may name an address could otherwise make this server ask questions in places that only it can
reach (server-side request forgery). The name is looked up once, at the time of sending; every machine behind
it must be public, and the connection goes to the very one that was checked: a name that changes its mind
between the check and the call gains nothing.
"""

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from schakel.foundation.webhooks.choices import Failure

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LookUp = Callable[..., list[tuple[Any, ...]]]

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]+", re.I)
_PATH = re.compile(r"(/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*")
# Beyond what `is_global` knows: reserved, and IPv6 addresses that stand for an IPv4 one.
_NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "fec0::/10",
    )
)


class AddressError(ValueError):
    """This address is refused; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure))
        self.failure = failure


@dataclass(frozen=True)
class Target:
    """A machine that may be called: the name for the certificate, the number to connect to."""

    host: str
    ip: str
    port: int
    path: str
    secure: bool


def is_well_formed(address: str) -> bool:
    """``https://host[:port]/path``: no user, no query, no fragment. Looks nothing up."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in _schemes()
        and bool(_HOST.fullmatch(parts.hostname or ""))
        and bool(_PATH.fullmatch(parts.path))
        # Nothing beside these, not even an empty query: a secret belongs in the signature.
        and address.lower() == _composed(parts, port).lower()
    )


def _composed(parts: SplitResult, port: int | None) -> str:
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{'' if port is None else f':{port}'}{parts.path}"


def _schemes() -> tuple[str, ...]:
    return ("https", "http") if settings.SCHAKEL_WEBHOOKS_TO_LOOPBACK else ("https",)


def locate(address: str, look_up: LookUp = socket.getaddrinfo) -> Target:
    """The machine to call for `address`. Raises `AddressError` where there is none, or it is not public."""
    if not is_well_formed(address):
        raise AddressError(Failure.FORBIDDEN)
    parts = urlsplit(address)
    secure, host = parts.scheme == "https", parts.hostname or ""
    port = parts.port or (443 if secure else 80)
    try:
        found = look_up(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressError(Failure.NAME) from error
    numbers = [ipaddress.ip_address(str(one[4][0]).split("%")[0]) for one in found]
    if not numbers or not all(_is_allowed(one, secure) for one in numbers):
        raise AddressError(Failure.FORBIDDEN)
    return Target(host, str(numbers[0]), port, parts.path or "/", secure)


def _is_allowed(number: Address, secure: bool) -> bool:
    """Public; or this very machine, where the settings of the demo and the tests say so."""
    if settings.SCHAKEL_WEBHOOKS_TO_LOOPBACK and number.is_loopback:
        return True
    return secure and is_public(number)


def is_public(number: Address) -> bool:
    """Reachable from anywhere, and standing for no other number."""
    if any(number in network for network in _NEVER if network.version == number.version):
        return False
    return number.is_global and not number.is_multicast and not number.is_reserved
