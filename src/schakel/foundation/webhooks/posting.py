"""One HTTP request to a partner: to the very machine that was checked, no redirect, within a set time.

From the standard library: none of the libraries that Schakel runs on sends requests, and none that could
be added connects to a given number while it checks the certificate of a name without work of our own.
"""

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from threading import Timer

from schakel.foundation.ui.whole import whole
from schakel.foundation.webhooks.addresses import AddressError, LookUp, Target, locate
from schakel.foundation.webhooks.choices import Failure

# Standard Webhooks recommends 15 to 30 seconds for the whole of it.
SECONDS = 15.0
GONE = 410


@dataclass(frozen=True)
class Answer:
    """What came of one try; `failure` is "" where the receiver took it."""

    status: int | None
    failure: str
    milliseconds: int
    wanted_pause: timedelta | None = None

    @property
    def taken(self) -> bool:
        return not self.failure


class _Pinned(HTTPConnection):
    """A connection to a given machine, under the name that its certificate must bear."""

    def __init__(self, target: Target, seconds: float) -> None:
        self.target = target
        self.was_cut = False
        self.default_port = 443 if target.secure else 80
        super().__init__(target.host, target.port, timeout=seconds)

    def connect(self) -> None:
        bare = socket.create_connection((self.target.ip, self.target.port), self.timeout)
        self.sock = bare
        if self.target.secure:
            self.sock = trusted().wrap_socket(bare, server_hostname=self.target.host)

    def cut(self) -> None:
        """Break off, from another thread: a receiver that sends a byte now and then is too slow too."""
        self.was_cut = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it ended by itself just now


def trusted() -> ssl.SSLContext:
    """The certificates that this machine trusts."""
    return ssl.create_default_context()


def post(
    address: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    seconds: float = SECONDS,
    look_up: LookUp = socket.getaddrinfo,
) -> Answer:
    """Send `body` and say what came of it; raises nothing. The body of the answer is not read."""
    start = time.monotonic()
    status, wanted = None, None
    try:
        status, wanted = _exchange(locate(address, look_up), headers, body, seconds)
        failure = "" if 200 <= status < 300 else Failure.ANSWER.value
    except AddressError as error:
        failure = error.failure.value
    except ssl.SSLError:
        failure = Failure.CERTIFICATE.value
    except TimeoutError:
        failure = Failure.TIMEOUT.value
    except ConnectionError:  # before the next: a connection that just ends is also a bad first line
        failure = Failure.CONNECTION.value
    except HTTPException:
        failure = Failure.PROTOCOL.value
    except OSError:
        failure = Failure.CONNECTION.value
    return Answer(status, failure, int((time.monotonic() - start) * 1000), wanted)


def _exchange(
    target: Target, headers: Mapping[str, str], body: bytes, seconds: float
) -> tuple[int, timedelta | None]:
    connection = _Pinned(target, seconds)
    with _within(seconds, connection):
        connection.request("POST", target.path, body, dict(headers))
        response = connection.getresponse()
        return response.status, _pause(response.getheader("retry-after"))


@contextmanager
def _within(seconds: float, connection: _Pinned) -> Iterator[None]:
    """The sockets' own time limit counts from byte to byte; this one counts from the start."""
    late = Timer(seconds, connection.cut)
    late.daemon = True
    late.start()
    try:
        yield
    except (OSError, HTTPException) as error:
        if connection.was_cut:
            raise TimeoutError from error
        raise
    else:
        # Half an answer can pass for a whole one: the end of the line looks like the end of the headers.
        if connection.was_cut:
            raise TimeoutError
    finally:
        late.cancel()
        connection.close()


def _pause(text: str | None) -> timedelta | None:
    """`Retry-After` in seconds; a date is not understood and counts as nothing said."""
    seconds = whole(text or "")
    return None if seconds is None else timedelta(seconds=seconds)
