"""How lines of the log hang together: each carries a keyed hash of itself and of the line before it.

The hash is an HMAC under a key that is not in the database, so that whoever can write to the database but
does not hold the key can neither change a line nor forge a chain anew.
"""

import hmac
import json
from datetime import UTC
from hashlib import sha256

from schakel.foundation.audit.models import GENESIS, ChainHead, Entry
from schakel.foundation.vault.keys import key_ring

# The columns under the hash, in this order, per form of line. A new column gets a new form; old lines keep
# theirs, so that a chain stays verifiable through every change of the table.
FORMS: dict[int, tuple[str, ...]] = {
    1: (
        "sequence",
        "form",
        "time",
        "event",
        "actor",
        "actor_roles",
        "on_behalf_of",
        "organisation",
        "subject",
        "object_type",
        "object_id",
        "data",
        "ground",
        "access_point",
        "emergency",
        "result",
        "previous_hash",
    )
}
CURRENT_FORM = 1
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def chain_key() -> bytes:
    """The key of the chain, derived from the vault's index key."""
    return key_ring().subkey("audit-chain")


def link_hash(entry: Entry, key: bytes) -> str:
    """The hash that belongs on this line: HMAC-SHA256 over its canonical JSON."""
    values = [getattr(entry, name) for name in FORMS[entry.form]]
    values[2] = entry.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return hmac.digest(key, _encode(values).encode(), sha256).hex()


def head_seal(sequence: int, end: str, key: bytes) -> str:
    """The hash that belongs on the row that says where the log ends."""
    return hmac.digest(key, f"head:{sequence}:{end}".encode(), sha256).hex()


def is_sealed(head: ChainHead, key: bytes) -> bool:
    """Was this row written with this key? A log in which nothing stands yet has no seal."""
    if head.sequence == 0:
        return (head.hash, head.seal) == (GENESIS, "")
    return hmac.compare_digest(head.seal, head_seal(head.sequence, head.hash, key))
