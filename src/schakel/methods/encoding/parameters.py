"""How an identity is encoded. Both sides must use the same, so they travel with every message as a hash."""

import json
from dataclasses import asdict, dataclass, field
from hashlib import sha256

# Namespace → how many draws it has in the long string, shared out over its tokens: so many letters more
# or less make a name no heavier.
DRAWS = {
    "bigram": 170,
    "sound": 90,
    "given": 60,
    "last": 60,
    "day": 110,
    "year": 60,
    "nationality": 24,
    "sex": 12,
    "v_number": 60,
}


@dataclass(frozen=True)
class EncodingParameters:
    """`length` in bits before folding (a power of two); the code is half as long."""

    version: int = 1
    length: int = 1024
    draws: dict[str, int] = field(default_factory=lambda: dict(DRAWS))
    # At this likeness (Dice) two codes are held to be one person; depends on how many are compared.
    threshold: float = 0.69
    # Both are off only where an attack is to be shown that works without them.
    salted: bool = True
    folded: bool = True

    @property
    def identifier(self) -> str:
        """Sixteen hexadecimal digits that stand for exactly these parameters."""
        content = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return sha256(content.encode()).hexdigest()[:16]
