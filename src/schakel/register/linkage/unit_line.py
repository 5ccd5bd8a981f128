"""The line to the linkage unit: one address, one token, one question. Nothing is sent but a cursor."""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

_SECONDS = 30
# No answer of 5,000 rows is larger.
_MOST_BYTES = 4 * 1024 * 1024
_HERE = {"localhost", "127.0.0.1", "::1"}


class UnitUnreachableError(Exception):
    """The unit did not answer as it should. Says what to do, and never the token."""


def ask(address: str, token: str, cursor: int) -> Any:
    """What the unit answers to "what is new since `cursor`?", as JSON. Raises UnitUnreachableError."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise UnitUnreachableError("SCHAKEL_UNIT_URL must begin with https://.")
    question = urlencode({"cursor": cursor, "pageSize": 5000})
    request = Request(  # noqa: S310 -- the scheme is looked at above
        f"{address}/api/v1/clusters?{question}", headers={"Authorization": f"Bearer {token}"}
    )
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 -- as above
            return json.loads(answer.read(_MOST_BYTES))
    except HTTPError as error:
        raise UnitUnreachableError(_WORDS.get(error.code, _OTHER) % error.code) from error
    except (URLError, OSError) as error:
        raise UnitUnreachableError(
            "The linkage unit cannot be reached. Try again later."
        ) from error
    except ValueError as error:
        raise UnitUnreachableError("The linkage unit answered with something else.") from error


_OTHER = "The linkage unit answered with status %d. Ask its administrator."
_WORDS = {
    401: "The linkage unit does not know our token (%d). Ask its administrator for a new one.",
    403: "Our token may not fetch clusters (%d). Ask the unit's administrator.",
}
