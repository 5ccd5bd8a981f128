"""Senders as they come to the door: their codes, their message, and the unit's settings around them."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.test import Client

from schakel.methods.encoding.bits import Codes, encode
from schakel.methods.encoding.messages import Head, Row, write
from schakel.methods.encoding.parameters import EncodingParameters
from schakel.methods.linkage.records import record_of

OURS = EncodingParameters()
KEY = b"k" * 32
KEY_MARK = "0123456789abcdef"
CARE, POLICE, CENTRE = "O-7GBJ-K200", "O-73C4-2CWS", "O-KPRX-PW08"
NDJSON = "application/x-ndjson"
ANNA = {
    "first_names": "Anna Maria",
    "last_name": "Kowalczyk",
    "dob": "1999-05-29",
    "sex": "V",
    "nationality": "POL",
}
# As another sender wrote the same person down.
ANNA_AGAIN = {**ANNA, "first_names": "Ana Maria", "last_name": "Kowalczyc"}
BINTU = {
    "first_names": "Bintu",
    "last_name": "Sesay",
    "dob": "2003-11-02",
    "sex": "V",
    "nationality": "SLE",
}


def codes_of(identity: Mapping[str, str], key: bytes = KEY) -> Codes:
    return encode(record_of({"report_id": "", **identity}), key, OURS)


def message(
    partner: str, reports: Mapping[str, Mapping[str, str]], epoch: str = "2026", **head: Any
) -> bytes:
    """A whole message; `reports`: reference → identity."""
    file = BytesIO()
    key = head.pop("with_key", KEY)
    rows = [Row(ref, codes_of(identity, key)) for ref, identity in reports.items()]
    write(file, Head(**{"epoch": epoch, "key": KEY_MARK, "partner": partner, **head}), rows)
    return file.getvalue()


@dataclass
class Unit:
    """The unit with its doors: a token per party."""

    tokens: dict[str, str]
    client: Client

    def headers(self, party: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[party]}"}

    def send(self, party: str, body: bytes, **more: Any) -> Any:
        return self.client.post(
            "/api/v1/messages", body, NDJSON, headers=self.headers(party), **more
        )

    def fetch(self, cursor: int = 0, party: str = CENTRE, **more: Any) -> Any:
        return self.client.get(
            "/api/v1/clusters", {"cursor": cursor, **more}, headers=self.headers(party)
        )

    def retract(self, party: str, *refs: str) -> Any:
        return self.client.post(
            "/api/v1/retractions",
            {"refs": list(refs)},
            "application/json",
            headers=self.headers(party),
        )

    def told(self) -> dict[tuple[str, str], tuple[str, str]]:
        """What the centre knows after fetching all: (party, reference) → (cluster, strength)."""
        return {
            (one["source"], one["local_ref"]): (one["cluster_no"], one["strength"])
            for one in self.fetch().json()["items"]
        }
