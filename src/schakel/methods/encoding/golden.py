"""Invented identities whose codes are known: every program that encodes must give these, bit for bit.

`golden.json` holds them; scripts/golden.py writes it. `CHECK` travels with every message, so that codes of
a sender whose program, or a package of it, reads names in another way are refused and not compared.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from schakel.methods.encoding.bits import Codes, encode
from schakel.methods.encoding.parameters import EncodingParameters
from schakel.methods.linkage.records import record_of

PLACE = Path(__file__).with_name("golden.json")
_STORED = json.loads(PLACE.read_text("utf-8"))
KEY = bytes.fromhex(_STORED["key"])
IDENTITIES: list[dict[str, Any]] = _STORED["identities"]
CHECK: str = _STORED["check"]


def codes_here(row: dict[str, str]) -> Codes:
    """What this installation makes of a golden row."""
    return encode(record_of({"report_id": "", **row}), KEY, EncodingParameters())


def check_of(codes: list[Codes]) -> str:
    """Sixteen hexadecimal digits that stand for these codes in this order."""
    lines = (f"{one.by_year.hex()} {one.by_day.hex()}\n" for one in codes)
    return sha256("".join(lines).encode()).hexdigest()[:16]


@cache
def is_sound() -> bool:
    """Does this installation make the golden codes?"""
    return check_of([codes_here(one["row"]) for one in IDENTITIES]) == CHECK
